/** What clients of one user know of each other: by files and sockets that are theirs alone. */
@NullMarked
package dev.openmodal.engine.client;

import org.jspecify.annotations.NullMarked;
