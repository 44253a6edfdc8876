// OpenModal runs a lambda in another JVM. This is an ordinary jshell session.
// An app has a name and holds functions; a function is a lambda.
var app = app("tour");
int limit = 100;
boolean isPrime(long n) {
  return LongStream.rangeClosed(2, (long) Math.sqrt(n))
      .noneMatch(d -> n % d == 0);
}
long count(int from) {
  return IntStream.range(from, from + limit)
      .filter(n -> isPrime(n)).count();
}
var primes = app.function((Integer from) -> count(from));

// captured() lists what would travel: class files of this session, and the
// values that they use.
primes.captured()

// remote() runs it in another JVM. The first call starts that worker.
primes.remote(1_000_000)

// The next call finds it warm.
primes.remote(2_000_000)

// Edit what the function uses and call again: the edit travels by itself, to
// the same worker.
int limit = 200;
primes.remote(2_000_000)

// A record that is defined here comes back as that record.
record Answer(long primes, long pid) {}
var asked = app.function((Integer from) ->
    new Answer(count(from), ProcessHandle.current().pid()));
asked.remote(3_000_000)

// What the code prints appears here.
var print = app.action((String who) ->
    System.out.println(who + " is read in " + ProcessHandle.current()));
print.remote("this")

// An exception comes back as itself, your lines first.
int check(int n) {
  if (n > 5) throw new IllegalArgumentException(n + " is too many");
  return n;
}
var strict = app.function((Integer n) -> check(n));
strict.remote(7)

// What cannot travel is refused by name, before anything is sent.
var reader = new StringReader("an open stream");
var first = app.function(() -> reader.read());
first.remote()
