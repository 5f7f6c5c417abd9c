/**
 * What only real Mavens show: each test starts builds of its own with the plugin's jar. Run in
 * phase integration-test, by their names that end in IT.
 */
package dev.parallelexec.it;
