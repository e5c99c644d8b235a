package dev.imageprovenance.scanner.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Reads Markdown as GitHub does: what would a browser be given? */
final class MarkdownPage {
  private static final Pattern ELEMENT = Pattern.compile("<([^>]*)>");

  private final List<String> links = new ArrayList<>();
  private final List<String> codes = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final Set<String> elements = new HashSet<>();
  private final Set<Integer> columns = new HashSet<>();

  private MarkdownPage() {}

  static MarkdownPage of(String markdown) {
    Parser parser =
        Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .build();
    MarkdownPage page = new MarkdownPage();
    parser.parse(markdown).accept(page.new Collector());
    return page;
  }

  /** Where links and images lead. */
  List<String> links() {
    return links;
  }

  /** What is shown as code. */
  List<String> codes() {
    return codes;
  }

  /** Pieces of text; what belongs to different elements is in different pieces. */
  List<String> texts() {
    return texts;
  }

  /** The HTML elements that are written, with their attributes. */
  Set<String> elements() {
    return elements;
  }

  /** How many cells the rows of tables have. */
  Set<Integer> columns() {
    return columns;
  }

  private final class Collector extends AbstractVisitor {
    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
    }

    @Override
    public void visit(Code code) {
      codes.add(code.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock block) {
      codes.add(block.getLiteral());
    }

    @Override
    public void visit(Text text) {
      texts.add(text.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
      add(html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
      add(html.getLiteral());
    }

    @Override
    public void visit(CustomNode node) {
      if (node.getFirstChild() instanceof TableCell) {
        int cells = 0;
        for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
          cells++;
        }
        columns.add(cells);
      }
      visitChildren(node);
    }

    private void add(String html) {
      Matcher matcher = ELEMENT.matcher(html);
      while (matcher.find()) {
        elements.add(matcher.group(1));
      }
    }
  }
}
