package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement.Named;
import dev.imageprovenance.scanner.lineage.BaseShelf.Key;
import dev.imageprovenance.scanner.lineage.BaseShelf.Listing;
import dev.imageprovenance.scanner.lineage.BaseShelf.Sighting;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is remembered of a repository, and reads it back; stateless. Every list begins with
 * its count, which is compared with a bound before anything is made of it.
 */
final class BaseShelfFile {
  private static final int MOST_DIFF_IDS = 10_000;
  private static final int MOST_BASES = 16;

  private BaseShelfFile() {}

  static void write(OutputStream out, String key, BaseShelf shelf) throws IOException {
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
    data.writeUTF(key);
    data.writeBoolean(shelf.listing().isPresent());
    if (shelf.listing().isPresent()) {
      Listing listing = shelf.listing().get();
      data.writeLong(listing.at().getEpochSecond());
      texts(data, listing.tags());
    }
    data.writeInt(shelf.sightings().size());
    for (Map.Entry<String, List<Sighting>> tag : shelf.sightings().entrySet()) {
      data.writeUTF(tag.getKey());
      data.writeInt(tag.getValue().size());
      for (Sighting sighting : tag.getValue()) {
        data.writeUTF(sighting.root().toString());
        data.writeLong(sighting.at().getEpochSecond());
      }
    }
    data.writeInt(shelf.readings().size());
    for (Map.Entry<Key, CandidateReading> reading : shelf.readings().entrySet()) {
      data.writeUTF(reading.getKey().root().toString());
      data.writeUTF(reading.getKey().platform());
      reading(data, reading.getValue());
    }
    data.flush();
  }

  private static void reading(DataOutputStream data, CandidateReading reading) throws IOException {
    data.writeBoolean(reading instanceof CandidateReading.Read);
    if (reading instanceof CandidateReading.Read read) {
      image(data, read.image());
    } else {
      data.writeUTF(((CandidateReading.OtherPlatform) reading).why());
    }
  }

  private static void image(DataOutputStream data, BaseImage image) throws IOException {
    optional(data, image.index().map(Digest::toString));
    optional(data, image.manifest().map(Digest::toString));
    data.writeUTF(image.config().toString());
    data.writeUTF(image.platform().os());
    data.writeUTF(image.platform().architecture());
    optional(data, image.platform().variant());
    texts(data, image.diffIds().stream().map(Digest::toString).toList());
    optional(data, image.created());
    data.writeUTF(image.user());
    data.writeInt(image.bases().size());
    for (Named base : image.bases()) {
      data.writeUTF(base.text());
      optional(data, base.reference().map(Reference::toString));
      optional(data, base.digest().map(Digest::toString));
    }
  }

  private static void texts(DataOutputStream data, List<String> texts) throws IOException {
    data.writeInt(texts.size());
    for (String text : texts) {
      data.writeUTF(text);
    }
  }

  private static void optional(DataOutputStream data, Optional<String> text) throws IOException {
    data.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      data.writeUTF(text.get());
    }
  }

  /**
   * Reads a shelf to the end of the stream.
   *
   * @throws IOException if it is not what was written under that key
   * @throws RuntimeException likewise, from the types that check their values
   */
  static BaseShelf read(InputStream in, String key) throws IOException {
    DataInputStream data = new DataInputStream(new BufferedInputStream(in));
    if (!data.readUTF().equals(key)) {
      throw new IOException("written for another key");
    }
    Optional<Listing> listing =
        data.readBoolean()
            ? Optional.of(new Listing(instant(data), texts(data, BaseShelf.MOST_TAGS)))
            : Optional.empty();
    Map<String, List<Sighting>> sightings = new LinkedHashMap<>();
    for (int tags = count(data, BaseShelf.MOST_TAGS); tags > 0; tags--) {
      sightings.put(data.readUTF(), sightings(data));
    }
    Map<Key, CandidateReading> readings = new LinkedHashMap<>();
    for (int images = count(data, BaseShelf.MOST_IMAGES); images > 0; images--) {
      Key image = new Key(Digest.parse(data.readUTF()), data.readUTF());
      readings.put(image, reading(data));
    }
    if (data.read() >= 0) {
      throw new IOException("more follows");
    }
    BaseShelf shelf = new BaseShelf();
    shelf.restore(listing, sightings, readings);
    return shelf;
  }

  private static List<Sighting> sightings(DataInputStream data) throws IOException {
    List<Sighting> sightings = new ArrayList<>();
    for (int i = count(data, BaseShelf.MOST_SIGHTINGS); i > 0; i--) {
      sightings.add(new Sighting(Digest.parse(data.readUTF()), instant(data)));
    }
    return sightings;
  }

  private static CandidateReading reading(DataInputStream data) throws IOException {
    return data.readBoolean()
        ? new CandidateReading.Read(image(data))
        : new CandidateReading.OtherPlatform(data.readUTF());
  }

  private static BaseImage image(DataInputStream data) throws IOException {
    Optional<Digest> index = optional(data).map(Digest::parse);
    Optional<Digest> manifest = optional(data).map(Digest::parse);
    Digest config = Digest.parse(data.readUTF());
    Platform platform =
        new Platform(data.readUTF(), data.readUTF(), optional(data), Optional.empty(), List.of());
    List<Digest> diffIds = texts(data, MOST_DIFF_IDS).stream().map(Digest::parse).toList();
    Optional<String> created = optional(data);
    String user = data.readUTF();
    List<Named> bases = new ArrayList<>();
    for (int i = count(data, MOST_BASES); i > 0; i--) {
      bases.add(
          new Named(
              data.readUTF(),
              optional(data).map(Reference::parse),
              optional(data).map(Digest::parse)));
    }
    return new BaseImage(
        "",
        Optional.empty(),
        false,
        index,
        manifest,
        config,
        platform,
        diffIds,
        created,
        user,
        bases,
        When.EARLIER);
  }

  private static List<String> texts(DataInputStream data, int most) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = count(data, most); i > 0; i--) {
      texts.add(data.readUTF());
    }
    return texts;
  }

  private static Optional<String> optional(DataInputStream data) throws IOException {
    return data.readBoolean() ? Optional.of(data.readUTF()) : Optional.empty();
  }

  private static Instant instant(DataInputStream data) throws IOException {
    return Instant.ofEpochSecond(data.readLong());
  }

  private static int count(DataInputStream data, int most) throws IOException {
    int count = data.readInt();
    if (count < 0 || count > most) {
      throw new IOException("a count of " + count + ", at most " + most + " was expected");
    }
    return count;
  }
}
