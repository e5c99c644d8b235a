package dev.imageprovenance.scanner.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@code kubectl get pods -o json} writes: a List or PodList of pods, or one Pod;
 * immutable and thread-safe. It streams, so that memory grows with the pods and not with the bytes.
 *
 * <p>Members that it does not know are skipped. A key that comes twice, a value of the wrong type,
 * bytes that are no UTF-8 and anything behind the document are malformed.
 */
public final class PodListReader {
  private static final String KUBECTL = "Take it with kubectl get pods -A -o json.";

  private final PodListLimits limits;

  /** A reader with these limits. */
  public PodListReader(PodListLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a file.
   *
   * @throws ScanException NOT_FOUND, UNREACHABLE, USAGE (it holds something else), MALFORMED, LIMIT
   */
  public PodList read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new ScanException(
          ProblemKind.NOT_FOUND, "There is no file " + Text.escape(file.toString()), KUBECTL, e);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param name what messages and reports call it
   * @throws ScanException UNREACHABLE, USAGE (it holds something else), MALFORMED, LIMIT
   */
  public PodList read(InputStream in, String name) {
    InputStream bounded = new BoundedList(new BufferedInputStream(in), limits.podListBytes(), name);
    InputStreamReader utf8 =
        new InputStreamReader(
            bounded,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser parser = factory().createParser(utf8)) {
      return new PodList(name, new Document(new PodJson(parser, name, limits), name).read());
    } catch (StreamConstraintsException e) {
      throw new ScanException(
          ProblemKind.LIMIT,
          Text.escape(name)
              + " exceeds a limit (podListDepth is "
              + limits.podListDepth()
              + "): "
              + Text.excerpt(e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      throw PodJson.malformed(
          Text.escape(name)
              + " is malformed: "
              + Text.excerpt(e.getOriginalMessage())
              + position(e));
    } catch (CharacterCodingException e) {
      throw new ScanException(
          ProblemKind.MALFORMED,
          Text.escape(name) + " is malformed: it is not UTF-8",
          "In PowerShell write it with: kubectl get pods -A -o json | Out-File -Encoding utf8NoBOM"
              + " FILE",
          e);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(limits.podListDepth()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  private static String position(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static ScanException unreadable(String name, IOException e) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "Reading " + Text.escape(name) + " failed: " + Text.excerpt(String.valueOf(e.getMessage())),
        null,
        e);
  }

  /** One document on its way through the parser. */
  private final class Document {
    private final PodJson json;
    private final String name;
    private final List<Pod> pods = new ArrayList<>();
    private final SharedValues shared = new SharedValues();
    private Optional<String> kind = Optional.empty();
    private boolean hasItems;
    private int containers;

    Document(PodJson json, String name) {
      this.json = json;
      this.name = name;
    }

    List<Pod> read() throws IOException {
      if (!json.next() || !json.isAtObject()) {
        throw notPods("it is no JSON object");
      }
      PodReader alone = new PodReader(json, shared);
      json.object(key -> member(key, alone));
      if (json.next()) {
        throw PodJson.malformed(
            Text.escape(name) + " is malformed: there is more behind the JSON document");
      }
      // kubectl writes the kind behind the items.
      switch (kind.orElse("")) {
        case "List", "PodList" -> {
          if (!hasItems) {
            throw notPods("it is a list without items");
          }
        }
        case "Pod" -> add(alone);
        default -> throw notPods("its kind is \"" + Text.excerpt(kind.orElse("")) + "\"");
      }
      return pods;
    }

    private void member(String key, PodReader alone) throws IOException {
      switch (key) {
        case "kind" -> kind = json.text();
        case "items" -> {
          hasItems = true;
          json.array(this::item);
        }
        default -> alone.member(key);
      }
    }

    private void item() throws IOException {
      PodReader item = new PodReader(json, shared);
      json.object(item::memberOfItem);
      if (!item.kind().orElse("Pod").equals("Pod")) {
        throw notPods("item " + pods.size() + " is a " + Text.excerpt(item.kind().orElse("")));
      }
      add(item);
    }

    private void add(PodReader reader) {
      Pod pod = reader.pod(Text.escape(name) + ": pod " + pods.size());
      containers += pod.containers().size();
      requireWithin("pods", pods.size() + 1, limits.pods());
      requireWithin("podContainers", containers, limits.podContainers());
      pods.add(pod);
    }

    private void requireWithin(String limit, int count, int most) {
      if (count > most) {
        throw new ScanException(
            ProblemKind.LIMIT,
            Text.escape(name) + " holds more than the limit " + limit + " of " + most);
      }
    }

    private ScanException notPods(String why) {
      return new ScanException(
          ProblemKind.USAGE, Text.escape(name) + " is no list of pods: " + why, KUBECTL, null);
    }
  }
}
