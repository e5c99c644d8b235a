package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.BaseQuestion;
import java.util.Optional;

/** Understands the options that say what images should be built on; stateless. */
final class BaseOptions {
  private BaseOptions() {}

  /**
   * The question that the options ask.
   *
   * @param follows whether registries that only images name are asked where no option says so
   * @throws IllegalArgumentException if options contradict one another
   */
  static BaseQuestion question(Arguments arguments, boolean follows) {
    arguments.requireNotBoth(CommandOption.FOLLOW, CommandOption.NO_FOLLOW);
    BaseQuestion question =
        BaseQuestion.none()
            .bases(arguments.all(CommandOption.BASE))
            .followClaims(
                arguments.has(CommandOption.FOLLOW)
                    || (follows && !arguments.has(CommandOption.NO_FOLLOW)));
    Optional<String> approved = arguments.value(CommandOption.BASES);
    if (approved.isPresent()) {
      question = question.approved(approved.get());
    }
    Optional<String> age = arguments.value(CommandOption.TAGS_MAX_AGE);
    return age.isPresent()
        ? question.tagsMaxAge(Quantities.duration(CommandOption.TAGS_MAX_AGE.longName(), age.get()))
        : question;
  }
}
