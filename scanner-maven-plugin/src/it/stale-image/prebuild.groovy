def target = new File(basedir, "target")
target.mkdirs()
def json = new File(target, "jib-image.json")
json.text = '{"image":"app:1","imageId":"sha256:' + "1" * 64 + '","imageDigest":"sha256:' + "2" * 64 + '","tags":["1"],"imagePushed":true}'
json.lastModified = System.currentTimeMillis() - 60_000
return true
