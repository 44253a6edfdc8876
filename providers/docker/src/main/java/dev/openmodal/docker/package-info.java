/**
 * The provider {@code local}: each instance is a container of a Docker Engine on this machine.
 * Java, the agent and its jars come to it from read-only volumes named by what is in them, so that
 * any image with glibc serves without being built.
 */
@NullMarked
package dev.openmodal.docker;

import org.jspecify.annotations.NullMarked;
