package dev.openmodal.wire.codec;

/**
 * The kinds of values on the wire. The writer decides the kind of an object, the reader follows.
 * Client and worker are of one build, so the order is free to change.
 */
enum Kind {
  OBJECT(Object.class, new SimpleRules.PlainObject()),
  BOOLEAN(Boolean.class, new ScalarRules.OfBoolean()),
  BYTE(Byte.class, new ScalarRules.OfByte()),
  SHORT(Short.class, new ScalarRules.OfShort()),
  CHARACTER(Character.class, new ScalarRules.OfCharacter()),
  INTEGER(Integer.class, new ScalarRules.OfInteger()),
  LONG(Long.class, new ScalarRules.OfLong()),
  FLOAT(Float.class, new ScalarRules.OfFloat()),
  DOUBLE(Double.class, new ScalarRules.OfDouble()),
  STRING(new ScalarRules.OfString()),

  BOOLEANS(new PrimitiveArrayRules.Booleans()),
  BYTES(new PrimitiveArrayRules.Bytes()),
  SHORTS(new PrimitiveArrayRules.Shorts()),
  CHARS(new PrimitiveArrayRules.Chars()),
  INTS(new PrimitiveArrayRules.Ints()),
  LONGS(new PrimitiveArrayRules.Longs()),
  FLOATS(new PrimitiveArrayRules.Floats()),
  DOUBLES(new PrimitiveArrayRules.Doubles()),

  ARRAY(true, new ArrayRule()),
  ENUM(true, new SimpleRules.EnumConstant()),
  FIELDS(true, new FieldsRule()),
  RECORD(true, new RecordRule()),
  CLASS(new SimpleRules.ClassObject()),
  LAMBDA(new LambdaRule()),
  ISLAND(new IslandRule()),
  THROWABLE(new ThrowableRule()),

  ARRAY_LIST(new CollectionRules.GrowingList()),
  HASH_SET(new CollectionRules.HashedSet()),
  LINKED_SET(new CollectionRules.LinkedSet()),
  TREE_SET(new CollectionRules.SortedTreeSet()),
  ARRAY_DEQUE(new CollectionRules.Deque()),
  IMMUTABLE_LIST(new ImmutableRules.ImmutableList()),
  IMMUTABLE_SET(new ImmutableRules.ImmutableSet()),
  IMMUTABLE_MAP(new ImmutableRules.ImmutableMap()),
  EMPTY(new ImmutableRules.Empty()),
  HASH_MAP(new MapRules.Hashed()),
  CONCURRENT_MAP(new MapRules.Concurrent()),
  LINKED_MAP(new MapRules.Linked()),
  WEAK_MAP(new MapRules.Weak()),
  TREE_MAP(new MapRules.SortedTree()),
  ENTRY(new MapRules.FixedEntry()),
  SIMPLE_ENTRY(new MapRules.SimpleEntry()),

  OPTIONAL(new SimpleRules.OptionalValue()),
  OPTIONAL_NUMBER(new SimpleRules.OptionalNumber()),
  ATOMIC_REFERENCE(new SimpleRules.AtomicReferenceValue()),
  ATOMIC_NUMBER(new SimpleRules.AtomicNumber()),
  STANDARD_STREAM(new SimpleRules.StandardStream()),
  CONSTANT(new SimpleRules.Constant()),
  BYTE_BUFFER(new SimpleRules.HeapByteBuffer()),
  PATH(new TextRules.PathText()),
  FILE(new TextRules.FileText()),
  CHARSET(new TextRules.CharsetName()),
  STRING_BUILDER(new TextRules.Builder()),
  BIG_INTEGER(new TextRules.BigIntegerBytes()),
  BIG_DECIMAL(new TextRules.BigDecimalBytes()),
  BASE64(new EncodingRules.OfBase64()),
  HEX(new EncodingRules.Hex()),
  UUID(new TextRules.UuidBits()),
  TIME(new TimeRule()),
  DATE_FORMAT(new DateFormatRule()),
  STATISTICS(new SimpleRules.Statistics());

  private final Class<?> type;
  private final boolean named;

  @SuppressWarnings("ImmutableEnumChecker") // rules have no state
  private final Rule rule;

  Kind(Rule rule) {
    this(Object.class, false, rule);
  }

  Kind(boolean named, Rule rule) {
    this(Object.class, named, rule);
  }

  /** A kind of values without identity: the type turns references off. */
  Kind(Class<?> type, Rule rule) {
    this(type, false, rule);
  }

  Kind(Class<?> type, boolean named, Rule rule) {
    this.type = type;
    this.named = named;
    this.rule = rule;
  }

  /** Its number on the wire. */
  @SuppressWarnings("EnumOrdinal") // both ends are of one build
  int code() {
    return ordinal();
  }

  /** The class that the graph takes such values for where no name travels. */
  Class<?> type() {
    return type;
  }

  /** Whether the name of a class travels with the values. */
  boolean isNamed() {
    return named;
  }

  Rule rule() {
    return rule;
  }
}
