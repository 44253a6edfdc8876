/**
 * The worker program: it listens for one client, keeps what that client has sent (jars, snapshots,
 * blobs), and runs calls. {@link dev.openmodal.agent.Agent} starts it.
 */
@NullMarked
package dev.openmodal.agent;

import org.jspecify.annotations.NullMarked;
