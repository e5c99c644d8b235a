package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Withheld;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileState;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.CapabilityNames;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes lists of differences as JSON, always in full; not thread-safe. */
final class JsonDifferences {
  private final JsonGenerator json;

  JsonDifferences(JsonGenerator json) {
    this.json = json;
  }

  void packaging(List<PackagingDifference> packaging) throws IOException {
    json.writeArrayFieldStart("packaging");
    for (PackagingDifference difference : packaging) {
      json.writeStartObject();
      json.writeStringField("aspect", label(difference.aspect()));
      json.writeStringField("deployed", difference.deployed());
      json.writeStringField("registry", difference.registry());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void config(List<ConfigDifference> config) throws IOException {
    json.writeArrayFieldStart("config");
    for (ConfigDifference difference : config) {
      json.writeStartObject();
      json.writeStringField("field", difference.field());
      json.writeStringField("change", ConfigWording.change(difference));
      json.writeStringField("effect", label(difference.effect()));
      json.writeStringField("severity", JsonFields.label(difference.severity()));
      json.writeBooleanField("withheld", difference.withheld() != Withheld.NOTHING);
      if (difference.withheld() != Withheld.WHOLE) {
        JsonFields.optional(json, "deployed", difference.deployed());
        JsonFields.optional(json, "registry", difference.registry());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void files(Fact<List<FileDifference>> fact) throws IOException {
    json.writeObjectFieldStart("files");
    if (fact instanceof Fact.Known<List<FileDifference>> known) {
      files("differences", known.value());
    } else {
      JsonComparisonSection.unknown(json, fact);
    }
    json.writeEndObject();
  }

  void drift(Fact<ContainerDrift> fact) throws IOException {
    json.writeObjectFieldStart("drift");
    if (fact instanceof Fact.Known<ContainerDrift> known) {
      ContainerDrift drift = known.value();
      files("differences", drift.differences());
      JsonFields.strings(json, "writtenByEngine", absolute(drift.writtenByEngine()));
      files("ignored", drift.ignored());
      JsonFields.strings(json, "unrecorded", absolute(drift.unrecorded()));
      JsonFields.strings(json, "whiteoutNames", absolute(drift.whiteoutNames()));
      json.writeArrayFieldStart("notLookedInto");
      for (ContainerDrift.Mount mount : drift.notLookedInto()) {
        json.writeStartObject();
        json.writeStringField("path", mount.path());
        json.writeStringField("type", mount.type());
        json.writeStringField("source", mount.source());
        json.writeEndObject();
      }
      json.writeEndArray();
    } else {
      JsonComparisonSection.unknown(json, fact);
    }
    json.writeEndObject();
  }

  private static List<String> absolute(List<String> relative) {
    return relative.stream().map(path -> "/" + path).toList();
  }

  private void files(String name, List<FileDifference> differences) throws IOException {
    json.writeArrayFieldStart(name);
    for (FileDifference difference : differences) {
      json.writeStartObject();
      json.writeStringField("path", "/" + difference.path());
      json.writeStringField("change", label(difference.kind()));
      List<String> aspects = new ArrayList<>();
      difference.aspects().forEach(aspect -> aspects.add(label(aspect)));
      JsonFields.strings(json, "aspects", aspects);
      json.writeStringField("severity", JsonFields.label(difference.severity()));
      state("deployed", difference.deployed());
      state("registry", difference.registry());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void state(String name, Optional<FileState> optional) throws IOException {
    if (optional.isEmpty()) {
      return;
    }
    FileState state = optional.get();
    json.writeObjectFieldStart(name);
    json.writeStringField("fileType", label(state.type()));
    json.writeStringField("mode", Wording.octal(state.mode()));
    json.writeNumberField("uid", state.uid());
    json.writeNumberField("gid", state.gid());
    json.writeNumberField("size", state.size());
    JsonFields.optional(json, "contentDigest", state.content().map(ContentHash::toString));
    JsonFields.optional(json, "target", state.target());
    if (state.capabilities().isPresent()) {
      capabilities(state.capabilities().get());
    }
    if (!state.attributes().isEmpty()) {
      attributes(state.attributes());
    }
    json.writeNumberField("layerIndex", state.layerIndex());
    json.writeEndObject();
  }

  private void attributes(List<ExtendedAttribute> attributes) throws IOException {
    json.writeArrayFieldStart("extendedAttributes");
    for (ExtendedAttribute attribute : attributes) {
      json.writeStartObject();
      json.writeStringField("name", attribute.name());
      json.writeStringField("valueDigest", attribute.value().toString());
      JsonFields.optional(json, "acl", attribute.acl().map(FileWording::acl));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void capabilities(FileCapabilities held) throws IOException {
    json.writeObjectFieldStart("capabilities");
    json.writeNumberField("revision", held.revision());
    json.writeBooleanField("effective", held.effective());
    JsonFields.strings(json, "permitted", CapabilityNames.in(held.permitted()));
    JsonFields.strings(json, "inheritable", CapabilityNames.in(held.inheritable()));
    JsonFields.optionalNumber(json, "rootId", held.rootId());
    json.writeEndObject();
  }

  private static String label(PackagingDifference.Aspect aspect) {
    return switch (aspect) {
      case MANIFEST_FORMAT -> "manifest-format";
      case COMPRESSION -> "compression";
      case LAYER_BLOBS -> "layer-blobs";
      case ANNOTATIONS -> "annotations";
      case INDEX -> "index";
      case ATTESTATIONS -> "attestations";
      case DOCUMENT -> "document";
    };
  }

  private static String label(ConfigDifference.Effect effect) {
    return switch (effect) {
      case RUNTIME -> "runtime";
      case DROPPED -> "dropped";
      case HARMLESS -> "harmless";
    };
  }

  private static String label(FileDifference.Kind kind) {
    return switch (kind) {
      case ADDED -> "added";
      case REMOVED -> "removed";
      case CHANGED -> "changed";
    };
  }

  private static String label(FileDifference.Aspect aspect) {
    return switch (aspect) {
      case TYPE -> "type";
      case CONTENT -> "content";
      case MODE -> "mode";
      case OWNER -> "owner";
      case CAPABILITIES -> "capabilities";
      case ATTRIBUTES -> "attributes";
      case TARGET -> "target";
    };
  }

  private static String label(FileState.Type type) {
    return switch (type) {
      case FILE -> "file";
      case DIRECTORY -> "directory";
      case SYMBOLIC_LINK -> "symlink";
      case CHARACTER_DEVICE -> "char";
      case BLOCK_DEVICE -> "block";
      case FIFO -> "fifo";
    };
  }
}
