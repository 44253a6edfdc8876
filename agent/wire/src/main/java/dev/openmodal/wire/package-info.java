/**
 * What client and worker say to each other: the gRPC methods over the protobuf messages, and the
 * marks in a worker's output.
 */
@NullMarked
package dev.openmodal.wire;

import org.jspecify.annotations.NullMarked;
