package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A rendered page, read as the XML that it is, too; not thread-safe. */
final class HtmlDocument {
  private final String source;
  private final Document document;

  private HtmlDocument(String source, Document document) {
    this.source = source;
    this.document = document;
  }

  /** Renders {@code run}, and fails when the page is not well-formed. */
  static <R> HtmlDocument of(ReportRenderer<R> renderer, R run) throws IOException {
    StringWriter out = new StringWriter();
    renderer.render(run, out);
    return parse(out.toString());
  }

  static HtmlDocument parse(String source) throws IOException {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return new HtmlDocument(source, builder.parse(new InputSource(new StringReader(source))));
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(e.getMessage() + "\n" + source, e);
    }
  }

  String source() {
    return source;
  }

  /** What a person reads, folded or not. */
  String text() {
    return one("main").getTextContent();
  }

  /** Elements of that name, in the order of the page. */
  List<Element> all(String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  Element one(String name) {
    List<Element> all = all(name);
    assertEquals(1, all.size(), "elements " + name);
    return all.get(0);
  }

  /** Elements with that word in their class. */
  List<Element> styled(String style) {
    List<Element> found = new ArrayList<>();
    for (Element element : all("*")) {
      if (List.of(element.getAttribute("class").split(" ")).contains(style)) {
        found.add(element);
      }
    }
    return found;
  }

  /** Nothing to load, nothing to run, no link that leads out of the page or nowhere. */
  void assertSelfContained() {
    Set<String> ids = new HashSet<>();
    List<String> targets = new ArrayList<>();
    for (Element element : all("*")) {
      assertFalse(
          Set.of("script", "link", "img", "iframe", "object", "embed", "base", "form", "image")
              .contains(element.getTagName()),
          element.getTagName());
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        Node attribute = attributes.item(i);
        String name = attribute.getNodeName();
        assertFalse(name.startsWith("on") || name.equals("src"), name);
        if (name.equals("href")) {
          assertTrue(attribute.getNodeValue().startsWith("#"), attribute.getNodeValue());
          targets.add(attribute.getNodeValue().substring(1));
        } else if (name.equals("id")) {
          assertTrue(ids.add(attribute.getNodeValue()), "id twice: " + attribute.getNodeValue());
        }
      }
    }
    for (String target : targets) {
      assertTrue(ids.contains(target), "a link leads nowhere: " + target);
    }
    String style = one("style").getTextContent();
    assertFalse(style.contains("url(") || style.contains("@import"), "the style loads something");
  }

  /** The page tells the browser to load and run nothing. */
  void assertForbidsEverything() {
    for (Element meta : all("meta")) {
      if (meta.getAttribute("http-equiv").equals("Content-Security-Policy")) {
        assertEquals(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
            meta.getAttribute("content"));
        return;
      }
    }
    throw new AssertionError("no Content-Security-Policy");
  }

  /** Headings go down one level at a time, so that they can be used as a table of contents. */
  void assertHeadingsAreNested() {
    int last = 0;
    for (Element element : all("*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int level = element.getTagName().charAt(1) - '0';
        assertTrue(
            level <= last + 1, "h" + level + " below h" + last + ": " + element.getTextContent());
        last = level;
      }
    }
    assertEquals(1, all("h1").size(), "h1");
  }

  /** Every column and row is named for who hears the table. */
  void assertTablesHaveHeaders() {
    for (Element table : all("table")) {
      assertTrue(table.getElementsByTagName("th").getLength() > 0, table.getTextContent());
    }
    for (Element header : all("th")) {
      assertTrue(Set.of("col", "row").contains(header.getAttribute("scope")), "th without scope");
    }
  }

  /** Nothing that steers a terminal or turns the direction of writing. */
  void assertNoControlCharacters() {
    source
        .codePoints()
        .filter(c -> c != '\n')
        .forEach(
            c ->
                assertFalse(
                    Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE,
                    () -> "U+" + Integer.toHexString(c)));
  }
}
