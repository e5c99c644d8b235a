package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The findings of one image that count, in groups, by check and by the layer that brought them,
 * each with the anchor at which the page tells it; immutable.
 */
final class HtmlFindingGroups {
  /** Of more groups of one check the rest is counted. */
  static final int MOST_OF_CHECK = 200;

  private final String image;
  private final Map<CheckId, List<Anchored>> byCheck = new LinkedHashMap<>();
  private final Map<Integer, List<Anchored>> byLayer = new LinkedHashMap<>();
  private final Map<Integer, Integer> excusedByLayer = new HashMap<>();

  /**
   * A group and where it is told.
   *
   * @param anchor of the group, or of its check where there is no room for the group
   * @param group the findings
   */
  record Anchored(String anchor, FindingGroup group) {
    Severity severity() {
      return group.first().severity();
    }
  }

  /** Groups the findings of {@code report}, whose anchors begin with {@code image}. */
  HtmlFindingGroups(String image, ImageReport report) {
    this.image = image;
    for (CheckResult result : report.results()) {
      List<Anchored> groups = new ArrayList<>();
      for (FindingGroup group : FindingGroup.of(result.findings())) {
        String check = check(result.check());
        boolean isTold = groups.size() < MOST_OF_CHECK;
        Anchored anchored = new Anchored(isTold ? check + "-" + (groups.size() + 1) : check, group);
        groups.add(anchored);
        addToLayers(anchored);
      }
      byCheck.put(result.check(), List.copyOf(groups));
      for (ExcusedFinding excused : result.excused()) {
        excused
            .finding()
            .location()
            .ifPresent(layer -> excusedByLayer.merge(layer.layerIndex(), 1, Integer::sum));
      }
    }
    for (List<Anchored> brought : byLayer.values()) {
      brought.sort(Comparator.comparing(Anchored::severity).reversed());
    }
  }

  /** A base's group may come from several of its layers; each is told its part. */
  private void addToLayers(Anchored anchored) {
    Map<Integer, List<Finding>> parts = new TreeMap<>();
    for (Finding finding : anchored.group().findings()) {
      finding
          .location()
          .ifPresent(
              layer ->
                  parts
                      .computeIfAbsent(layer.layerIndex(), unused -> new ArrayList<>())
                      .add(finding));
    }
    parts.forEach(
        (layer, findings) ->
            byLayer
                .computeIfAbsent(layer, unused -> new ArrayList<>())
                .add(new Anchored(anchored.anchor(), new FindingGroup(findings))));
  }

  /** The anchor of a check. */
  String check(CheckId check) {
    return image + "-" + check;
  }

  /** The anchor of a layer. */
  String layer(int index) {
    return image + "-layer-" + (index + 1);
  }

  /** The groups of a check, the worst first. */
  List<Anchored> of(CheckId check) {
    return byCheck.getOrDefault(check, List.of());
  }

  /** The groups that a layer brought, the worst first. */
  List<Anchored> broughtBy(int layerIndex) {
    return byLayer.getOrDefault(layerIndex, List.of());
  }

  /** How many findings that do not count come from a layer. */
  int excusedFrom(int layerIndex) {
    return excusedByLayer.getOrDefault(layerIndex, 0);
  }
}
