package dev.imageprovenance.scanner.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of an image's passwd, group and shadow files as container engines read them: white
 * space around a line is dropped, missing fields are empty, what is no number is 0, lines beyond
 * the limit are left out; immutable. Names are byte strings (see {@link GoText}).
 */
final class AccountDatabase {
  /** Engines give up on a passwd line of so many bytes, and with it on the whole file. */
  static final int LINE_LIMIT = 64 * 1024;

  private AccountDatabase() {}

  /**
   * A line of passwd.
   *
   * @param line 1-based
   * @param name first field
   * @param password second field, absent on a shorter line
   * @param uid third field
   * @param gid fourth field
   */
  record Account(int line, String name, Optional<String> password, Id uid, Id gid) {}

  /**
   * A line of group.
   *
   * @param line 1-based
   * @param name first field
   * @param gid third field
   * @param members fourth field
   */
  record Group(int line, String name, Id gid, List<String> members) {}

  /**
   * A line of shadow.
   *
   * @param line 1-based
   * @param name first field
   * @param password second field, absent on a shorter line
   */
  record Shadow(int line, String name, Optional<String> password) {}

  /**
   * A uid or gid field.
   *
   * @param text as written, empty when the line is too short to have it
   * @param number as engines read it
   */
  record Id(String text, GoNumber number) {
    /** What the kernel is given: conversion errors count as 0, the rest is cut to 32 bits. */
    long effective() {
      return number.wrapped();
    }

    /** True when it was written as a plain number that needs no conversion. */
    boolean isPlain() {
      return number.isIdentifier() && !number.signed();
    }
  }

  /** The accounts of a passwd file, in its order. */
  static List<Account> passwd(String text) {
    List<Account> accounts = new ArrayList<>();
    forEachLine(
        text,
        (line, fields) ->
            accounts.add(
                new Account(line, fields.get(0), field(fields, 1), id(fields, 2), id(fields, 3))));
    return accounts;
  }

  /** The groups of a group file, in its order. */
  static List<Group> group(String text) {
    List<Group> groups = new ArrayList<>();
    forEachLine(
        text,
        (line, fields) ->
            groups.add(
                new Group(
                    line,
                    fields.get(0),
                    id(fields, 2),
                    field(fields, 3)
                        .filter(members -> !members.isEmpty())
                        .map(members -> GoText.split(members, ','))
                        .orElse(List.of()))));
    return groups;
  }

  /** The entries of a shadow file, in its order. */
  static List<Shadow> shadow(String text) {
    List<Shadow> entries = new ArrayList<>();
    forEachLine(
        text, (line, fields) -> entries.add(new Shadow(line, fields.get(0), field(fields, 1))));
    return entries;
  }

  /** The first line that is too long for the engines' passwd reader. */
  static Optional<Integer> tooLongLine(String passwd) {
    List<String> lines = GoText.split(passwd, '\n');
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).length() >= LINE_LIMIT) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  private interface LineVisitor {
    void visit(int line, List<String> fields);
  }

  private static void forEachLine(String text, LineVisitor visitor) {
    List<String> lines = GoText.split(text, '\n');
    for (int i = 0; i < lines.size(); i++) {
      String line = GoText.trim(lines.get(i));
      if (!line.isEmpty() && lines.get(i).length() < LINE_LIMIT) {
        visitor.visit(i + 1, GoText.split(line, ':'));
      }
    }
  }

  private static Optional<String> field(List<String> fields, int index) {
    return index < fields.size() ? Optional.of(fields.get(index)) : Optional.empty();
  }

  private static Id id(List<String> fields, int index) {
    String text = field(fields, index).orElse("");
    return new Id(text, GoNumber.parse(text));
  }
}
