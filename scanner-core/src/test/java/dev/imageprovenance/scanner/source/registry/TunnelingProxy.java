package dev.imageprovenance.scanner.source.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on loopback that tunnels one connection to one server, whatever it is asked for. */
final class TunnelingProxy implements Closeable {
  private final ServerSocket server;
  private final String target;
  private final List<String> head = new CopyOnWriteArrayList<>();
  private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

  private TunnelingProxy(ServerSocket server, String target) {
    this.server = server;
    this.target = target;
  }

  static TunnelingProxy to(String hostAndPort) throws IOException {
    TunnelingProxy proxy =
        new TunnelingProxy(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), hostAndPort);
    daemon(proxy::serve);
    return proxy;
  }

  String host() {
    return "localhost:" + server.getLocalPort();
  }

  /** The request's lines. */
  List<String> head() {
    return new ArrayList<>(head);
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other side has gone.
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }

  private void serve() throws IOException {
    Socket client = server.accept();
    sockets.add(client);
    readHead(client.getInputStream());
    String[] parts = target.split(":", -1);
    Socket upstream = new Socket(parts[0], Integer.parseInt(parts[1]));
    sockets.add(upstream);
    client
        .getOutputStream()
        .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    daemon(() -> upstream.getInputStream().transferTo(client.getOutputStream()));
    client.getInputStream().transferTo(upstream.getOutputStream());
  }

  private void readHead(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      text.append((char) in.read());
    }
    head.addAll(List.of(text.toString().strip().split("\r\n", -1)));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
