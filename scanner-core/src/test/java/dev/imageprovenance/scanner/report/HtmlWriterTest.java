package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class HtmlWriterTest {
  private final StringWriter out = new StringWriter();
  private final HtmlWriter html = new HtmlWriter(out);

  @Test
  void textCannotOpenAnElement() throws IOException {
    html.leaf("b", "<script>alert('1') & \"2\"</script>");
    assertEquals(
        "<b>&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;</b>",
        out.toString());
  }

  @Test
  void aValueCannotEndItsAttribute() throws IOException {
    html.empty("i", "title", "\"><b onclick='x'>");
    assertEquals("<i title=\"&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;\" />", out.toString());
  }

  @Test
  void aNameShowsItsControlAndDirectionCharacters() throws IOException {
    html.name("/tmp/\u202egnp\u001b[2J\udc80\\");
    assertEquals("<code>/tmp/\\u202egnp\\u001b[2J\\x80\\\\</code>", out.toString());
  }

  @Test
  void textThatWasEscapedIsNotEscapedAgain() throws IOException {
    html.leaf("b", "/tmp/\\u202egnp");
    assertEquals("<b>/tmp/\\u202egnp</b>", out.toString());
  }

  @Test
  void textThatNobodyEscapedIsHarmlessAllTheSame() throws IOException {
    html.leaf("b", "\u202e\u0000\ud800\uffff");
    assertEquals("<b>\\u202e\\u0000\\ud800\\uffff</b>", out.toString());
  }

  @Test
  void longTextIsCutAndSaysSo() throws IOException {
    html.leaf("b", "x".repeat(HtmlWriter.MOST_CHARACTERS + 1_234));
    assertTrue(out.toString().endsWith("x… (1,234 characters more)</b>"), out.toString());
  }

  @Test
  void aCutSplitsNoCharacter() throws IOException {
    html.leaf("b", "x" + "\ud83d\ude00".repeat(HtmlWriter.MOST_CHARACTERS));
    assertTrue(HtmlDocument.parse(out.toString()).source().contains("\ud83d\ude00…"));
  }

  @Test
  void anElementEndsWhereItsParentHasNotEndedYet() throws IOException {
    html.open("p").open("b");
    assertThrows(IllegalStateException.class, () -> html.close("p"));
  }

  @Test
  void onlyNamesNameElements() {
    assertThrows(IllegalArgumentException.class, () -> html.open("p onclick='x'"));
  }

  @Test
  void onlyNamesNameAttributes() {
    assertThrows(IllegalArgumentException.class, () -> html.open("p", "a=b c", "x"));
  }

  @Test
  void everyAttributeHasAValue() {
    assertThrows(IllegalArgumentException.class, () -> html.open("p", "class"));
  }

  @Test
  void aStyleThatXmlReadsOtherwiseIsRefused() {
    assertThrows(IllegalStateException.class, () -> html.stylesheet("</style>"));
  }
}
