package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collections;

/** The address under which a cluster's nodes reach this machine. */
final class ThisMachine {
  private ThisMachine() {}

  /**
   * What the POM says, as {@code address} or to Spark; else one that fits the master.
   *
   * @throws IOException where it is no address, or there is none; a sentence with a way out
   */
  static InetAddress address(SparkSettings settings) throws IOException {
    String given =
        settings.address().isEmpty()
            ? settings.properties().getOrDefault("spark.driver.host", "")
            : settings.address();
    if (!given.isEmpty()) {
      try {
        return InetAddress.getByName(given);
      } catch (UnknownHostException e) {
        throw new IOException(
            "engineProperties names '%s' as this machine's address, which nobody knows"
                .formatted(given),
            e);
      }
    }
    return settings.isLocalCluster() ? InetAddress.getLoopbackAddress() : outward();
  }

  /** The first of an interface that is up, and rather of version 4, which clusters are used to. */
  private static InetAddress outward() throws IOException {
    InetAddress other = null;
    for (NetworkInterface face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!face.isUp() || face.isLoopback()) {
        continue;
      }
      for (InetAddress address : Collections.list(face.getInetAddresses())) {
        if (address instanceof Inet4Address) {
          return address;
        }
        other = other == null && !address.isLinkLocalAddress() ? address : other;
      }
    }
    if (other == null) {
      throw new IOException(
          "this machine has no address that others reach; name one as 'address' in"
              + " engineProperties");
    }
    return other;
  }
}
