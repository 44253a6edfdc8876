package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.CallState.Kind;
import dev.openmodal.engine.output.CallState.Phase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallRegisterTest {
  private final CallRegister register;
  private Phase phase = Phase.RUNNING;

  CallRegisterTest(@TempDir Path folder) {
    register = new CallRegister(new CallLog.Keeper(folder));
  }

  private CallState state(CallRegister.Entry entry) {
    return new CallState(
        entry.id(),
        Kind.CALL,
        "x",
        phase,
        Duration.ofSeconds(3),
        "pid 1",
        "",
        entry.log().printed());
  }

  private CallRegister.Entry begin() {
    CallRegister.Entry entry = register.open(Kind.CALL);
    assertThat(entry.state()).isEmpty();
    entry.begins(() -> state(entry));
    return entry;
  }

  @Test
  void whatHasEndedStandsAsItDidThen() {
    CallRegister.Entry first = begin();
    CallRegister.Entry second = begin();
    first.log().add("hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    phase = Phase.DONE;
    first.ends();
    phase = Phase.RUNNING;
    assertThat(register.all())
        .extracting(CallState::phase)
        .containsExactly(Phase.DONE, Phase.RUNNING);
    assertThat(register.all().get(0).line()).isEqualTo("call 1 of app x: done in 3 s on pid 1");
    assertThat(register.all().get(1).line()).isEqualTo("call 2 of app x: running for 3 s on pid 1");
    assertThat(register.find(1).orElseThrow().logs()).isEqualTo("hello\n");
    assertThat(register.all().get(0).printed()).isEqualTo(6);
    assertThat(register.find(second.id())).containsSame(second);
    assertThat(register.find(3)).isEmpty();
  }

  @Test
  void oneThatCannotTellHowItStandsIsNotKeptUnderWay() {
    CallRegister.Entry entry = register.open(Kind.CALL);
    boolean[] fails = {false};
    entry.begins(
        () -> {
          if (fails[0]) {
            throw new IllegalStateException("no state");
          }
          return state(entry);
        });
    fails[0] = true;
    assertThatThrownBy(entry::ends).hasMessage("no state");
    assertThat(register.size()).isEqualTo(1);
    for (int i = 0; i < 500; i++) {
      begin().ends();
    }
    assertThat(register.find(entry.id())).isEmpty();
  }

  @Test
  void allThatGoOnAreKnownAndTheLastThatHaveEnded() {
    CallRegister.Entry goesOn = begin();
    for (int i = 0; i < 2000; i++) {
      begin().ends();
    }
    assertThat(register.all()).hasSize(501);
    assertThat(register.all().get(0).id()).isEqualTo(goesOn.id());
    assertThat(register.all().get(1).id()).isEqualTo(1502);
    assertThat(register.size()).isEqualTo(501);
    assertThat(register.last(2)).extracting(CallState::id).containsExactly(2000L, 2001L);
  }
}
