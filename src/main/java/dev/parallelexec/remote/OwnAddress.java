package dev.parallelexec.remote;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The address on which this machine is reached by others. Sends nothing. */
final class OwnAddress {
  /** Of a network for documentation (RFC 5737): any that is not near. */
  private static final byte[] FAR = {(byte) 198, 51, 100, 1};

  private OwnAddress() {}

  /**
   * The one that the POM names.
   *
   * @throws IOException where this machine has no such address, in a sentence
   */
  static InetAddress of(String text) throws IOException {
    try {
      InetAddress address = InetAddress.getByName(text);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
      throw new IOException(
          "engineProperties: address '%s' is none of this machine, which has %s"
              .formatted(text, text(all())));
    } catch (UnknownHostException e) {
      throw new IOException(
          "engineProperties: address '%s' is not known here; this machine has %s"
              .formatted(text, text(all())),
          e);
    }
  }

  /**
   * The one from which it would reach others: that of its route to far away, else the first of an
   * interface that is up, IPv4 before IPv6; the loopback address where it has none.
   */
  static InetAddress found() {
    List<InetAddress> all = all();
    InetAddress routed = routed();
    if (routed != null && all.contains(routed)) {
      return routed;
    }
    return all.isEmpty() ? InetAddress.getLoopbackAddress() : all.get(0);
  }

  private static @Nullable InetAddress routed() {
    // Connecting a datagram's socket asks the routing table and nobody else.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(FAR), 9));
      return socket.getLocalAddress();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static List<InetAddress> all() {
    List<InetAddress> all = new ArrayList<>();
    try {
      for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
        if (one.isUp()) {
          one.inetAddresses()
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .forEach(all::add);
        }
      }
    } catch (IOException e) {
      // What cannot be listed is not there.
    }
    all.sort(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1));
    return all;
  }

  private static String text(List<InetAddress> addresses) {
    return addresses.isEmpty()
        ? "none but the loopback"
        : addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }
}
