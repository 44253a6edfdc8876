package dev.openmodal.engine.pool;

import java.io.IOException;

/** A large result arrives, but there is no room for it here. */
final class ResultNotKept extends IOException {
  private static final long serialVersionUID = 1;

  ResultNotKept(IOException why) {
    super(why.getMessage(), why);
  }
}
