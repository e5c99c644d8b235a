package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.layer.FileTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one family of engines sees, where families could see different things; immutable.
 *
 * @param label the engines in words
 * @param value what they see
 */
record EngineView<T>(String label, T value) {

  /** One view for each tree. */
  static List<EngineView<FileTree>> ofTrees(List<FileTree> trees) {
    return trees.stream().map(tree -> new EngineView<>(tree.engine().label(), tree)).toList();
  }

  /**
   * The findings of all views, each once. What holds in some of them only says so at the end of its
   * message.
   */
  static <T> List<Finding> union(
      List<EngineView<T>> views, Function<EngineView<T>, List<Finding>> judge) {
    Map<Finding, List<String>> labels = new LinkedHashMap<>();
    for (EngineView<T> view : views) {
      for (Finding finding : judge.apply(view)) {
        labels.computeIfAbsent(finding, f -> new ArrayList<>()).add(view.label());
      }
    }
    List<Finding> union = new ArrayList<>();
    labels.forEach(
        (finding, seenBy) ->
            union.add(
                seenBy.size() >= views.size()
                    ? finding
                    : Findings.withMessage(
                        finding,
                        finding.message() + " (on " + String.join(" and ", seenBy) + ")")));
    return union;
  }
}
