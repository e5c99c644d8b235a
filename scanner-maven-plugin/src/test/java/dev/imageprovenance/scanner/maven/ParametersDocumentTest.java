package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Holds the table of docs/maven.md to what the goals really take. */
class ParametersDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "maven.md");
  private static final File DESCRIPTOR = new File("target/classes/META-INF/maven/plugin.xml");
  private static final String HEADER = "| parameter | property | default | what it says |";

  @Test
  void theTableListsEveryParameterOfBothGoals() throws Exception {
    assertEquals(String.join("\n", fromDescriptor()), String.join("\n", fromPage()));
  }

  private static List<String> fromPage() throws IOException {
    List<String> rows = new ArrayList<>();
    boolean isInTable = false;
    for (String line : Files.readAllLines(PAGE)) {
      isInTable = line.equals(HEADER) || (isInTable && line.startsWith("|"));
      if (isInTable) {
        rows.add(line);
      }
    }
    return rows;
  }

  private static List<String> fromDescriptor() throws Exception {
    Map<String, Row> rows = new TreeMap<>();
    NodeList mojos = descriptor().getElementsByTagName("mojo");
    for (int i = 0; i < mojos.getLength(); i++) {
      Element mojo = (Element) mojos.item(i);
      String goal = text(mojo, "goal");
      if (!goal.equals("help")) {
        parameters(mojo).forEach((name, row) -> rows.merge(name, row, Row::and));
      }
    }
    List<String> lines = new ArrayList<>(List.of(HEADER, "|---|---|---|---|"));
    rows.forEach((name, row) -> lines.add(row.line(name)));
    return lines;
  }

  private static Map<String, Row> parameters(Element mojo) {
    Element configuration = (Element) mojo.getElementsByTagName("configuration").item(0);
    Map<String, Row> rows = new LinkedHashMap<>();
    NodeList parameters = mojo.getElementsByTagName("parameter");
    for (int i = 0; i < parameters.getLength(); i++) {
      Element parameter = (Element) parameters.item(i);
      if (text(parameter, "editable").equals("true")) {
        String name = text(parameter, "name");
        Element value = (Element) configuration.getElementsByTagName(name).item(0);
        rows.put(
            name,
            new Row(
                value.getTextContent().replaceAll("[${}]", ""),
                value.getAttribute("default-value"),
                text(parameter, "description"),
                List.of(text(mojo, "goal"))));
      }
    }
    return rows;
  }

  /** What a parameter is, and which goals have it. */
  private record Row(String property, String value, String description, List<String> goals) {
    Row and(Row other) {
      List<String> both = new ArrayList<>(goals);
      both.addAll(other.goals);
      return new Row(property, value, description, both);
    }

    String line(String name) {
      String only = goals.size() == 1 ? "Of `" + goals.get(0) + "`: " : "";
      return "| `"
          + name
          + "` | `"
          + property
          + "` | "
          + (value.isEmpty() ? "" : "`" + value + "`")
          + " | "
          + only
          + description.replaceAll("</?code>", "`").replaceAll("\\s+", " ").strip()
          + " |";
    }
  }

  private static Document descriptor()
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(DESCRIPTOR);
  }

  private static String text(Element parent, String name) {
    return parent.getElementsByTagName(name).item(0).getTextContent().strip();
  }
}
