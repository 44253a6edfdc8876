/** The program as a module: it opens what travels. */
module consumer {
  requires dev.openmodal;
  requires org.slf4j;

  opens consumer;
}
