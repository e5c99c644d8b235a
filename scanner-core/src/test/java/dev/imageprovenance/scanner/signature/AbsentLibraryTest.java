package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of certificates where sigstore-java is not on the class path. */
class AbsentLibraryTest {
  /** This project's classes once more, and none of the library. */
  private static final class WithoutLibrary extends ClassLoader {
    WithoutLibrary() {
      super(AbsentLibraryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.sigstore.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.imageprovenance.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void certificateIsUnknownWithoutTheLibrary() throws ReflectiveOperationException {
    Object standing =
        ((Supplier<?>)
                new WithoutLibrary()
                    .loadClass(KeylessTest.OfAGoodSignature.class.getName())
                    .getDeclaredConstructor()
                    .newInstance())
            .get();
    assertTrue(
        standing.toString().startsWith("Unknown")
            && standing.toString().contains("lacks the library dev.sigstore:sigstore-java"),
        standing::toString);
  }
}
