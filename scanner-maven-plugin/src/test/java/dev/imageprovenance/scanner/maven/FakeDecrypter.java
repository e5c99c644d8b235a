package dev.imageprovenance.scanner.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Takes the braces off passwords, and has a problem with those that lack one; stateless. */
final class FakeDecrypter implements SettingsDecrypter {
  static final FakeDecrypter INSTANCE = new FakeDecrypter();

  private FakeDecrypter() {}

  @Override
  public SettingsDecryptionResult decrypt(SettingsDecryptionRequest request) {
    List<SettingsProblem> problems = new ArrayList<>();
    List<Server> servers = new ArrayList<>();
    for (Server server : request.getServers()) {
      Server decrypted = server.clone();
      decrypted.setPassword(decrypt(server.getPassword(), problems));
      servers.add(decrypted);
    }
    List<Proxy> proxies = new ArrayList<>();
    for (Proxy proxy : request.getProxies()) {
      Proxy decrypted = proxy.clone();
      decrypted.setPassword(decrypt(proxy.getPassword(), problems));
      proxies.add(decrypted);
    }
    return new Result(servers, proxies, problems);
  }

  private static @org.jspecify.annotations.Nullable String decrypt(
      @org.jspecify.annotations.Nullable String password, List<SettingsProblem> problems) {
    if (password == null || !password.startsWith("{")) {
      return password;
    }
    if (!password.endsWith("}")) {
      problems.add(
          new DefaultSettingsProblem(
              "no closing brace",
              SettingsProblem.Severity.ERROR,
              "settings.xml",
              -1,
              -1,
              new IllegalArgumentException("no closing brace")));
      return password;
    }
    return password.substring(1, password.length() - 1);
  }

  private record Result(List<Server> servers, List<Proxy> proxies, List<SettingsProblem> problems)
      implements SettingsDecryptionResult {
    @Override
    public Server getServer() {
      return servers.get(0);
    }

    @Override
    public List<Server> getServers() {
      return servers;
    }

    @Override
    public Proxy getProxy() {
      return proxies.get(0);
    }

    @Override
    public List<Proxy> getProxies() {
      return proxies;
    }

    @Override
    public List<SettingsProblem> getProblems() {
      return problems;
    }
  }
}
