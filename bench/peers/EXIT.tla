------------------------------- MODULE EXIT -------------------------------
(* models/io-uring/flush-timeouts/exit.ts, version fixed: an application arms
   a timeout in each of two rings and closes the first one, whose exit worker
   kills what is armed there; meanwhile the timeout of the other ring expires
   in a hard interrupt, and a softirq completes a poll request.  Application
   and interrupts share CPU 1, the hard interrupt may come on top of the
   softirq; the worker has CPU 0 for itself.

   Its grain is that of P2: a label at each lock operation; in between one at
   each step of a loop, and one for all that is done under the lock otherwise;
   outside of locks one for each access of shared data (llist_add is one
   atomic operation of the kernel's).  Interrupts go off and on by labels of
   their own on CPU 1 only, where some may come.

   Left out: RCU's read sections and wake-ups that nobody sleeps for, which
   change nothing; requests' task work function, which follows from the result
   and nobody runs; sequences, as neither timeout has one, so S5, too; S1, S11
   and half of S2, which are about CQEs, and there are none; which context may
   take which kind of lock.  The timer of "far" never expires. *)
EXTENDS Integers, Sequences, TLC

(* --algorithm EXIT
variables owner = [l \in {"uring 1", "uring 2", "timeout 1", "timeout 2", "completion", "wqh"} |-> "nobody"],
          irqsOff = [c \in {"application", "net_rx"} |-> FALSE],
          handlers = <<>>,  \* on CPU 1, the one that runs first
          timeouts = [r \in 1..2 |-> <<>>],
          timer = [t \in {"far", "near"} |-> "idle"],
          cqTimeouts = [r \in 1..2 |-> 0],
          res = [t \in {"far", "near"} |-> "none"],
          work = [r \in 1..2 |-> <<>>],
          count = 0,
          released = FALSE;

define
  Ring(t) == IF t = "far" THEN 1 ELSE 2
  UringLock(t) == IF t = "far" THEN "uring 1" ELSE "uring 2"
  TimeoutLock(t) == IF t = "far" THEN "timeout 1" ELSE "timeout 2"
  In(t, list) == \E i \in 1..Len(list) : list[i] = t
  Without(list, t) == SelectSeq(list, LAMBDA e : e # t)
  OnCpu1 == IF handlers = <<>> THEN "application" ELSE Head(handlers)
end define;

macro running() begin await OnCpu1 = self; end macro;
macro lock(l) begin await owner[l] = "nobody"; owner[l] := self; end macro;
macro unlock(l) begin assert owner[l] = self; owner[l] := "nobody"; end macro;

macro list_add_tail(t)
begin
  assert owner[TimeoutLock(t)] = self /\ ~In(t, timeouts[Ring(t)]);
  timeouts[Ring(t)] := Append(timeouts[Ring(t)], t);
end macro;

macro list_del(t)
begin
  assert owner[TimeoutLock(t)] = self /\ In(t, timeouts[Ring(t)]);
  timeouts[Ring(t)] := Without(timeouts[Ring(t)], t);
end macro;

\* The list was empty if its length is 1 then.
macro llist_add(r, t)
begin
  assert ~In(t, work[r]);
  work[r] := <<t>> \o work[r];
end macro;

fair process application \in {"application"}
variable req = "far";
begin
A1: running(); lock(UringLock(req));
A2: running(); irqsOff[self] := TRUE;
A3: running(); lock(TimeoutLock(req));
A4: running(); list_add_tail(req); timer[req] := "queued";
A5: running(); unlock(TimeoutLock(req));
A6: running(); irqsOff[self] := FALSE;
A7: running(); unlock(UringLock(req));
    if req = "far" then
      req := "near";
      goto A1;
    end if;
A8: running(); released := TRUE;
end process;

fair process exit_work \in {"exit_work"}
variables at = 1, killed = <<>>;
begin
X0: await released;
X1: lock("completion");
X2: lock("timeout 1");
X3: while at <= Len(timeouts[1]) do
      with t = timeouts[1][at] do
        if timer[t] = "running" then
          at := at + 1;
        else
          timer[t] := "idle"; cqTimeouts[1] := cqTimeouts[1] + 1;
          list_del(t);
          assert ~In(t, killed); killed := Append(killed, t);
        end if;
      end with;
    end while;
    at := 1; unlock("timeout 1");
X4: unlock("completion");
    if killed = <<>> then goto Done; end if;
X5: while killed # <<>> do
      res[Head(killed)] := "-ECANCELED";
      llist_add(1, Head(killed)); killed := Tail(killed);
      if Len(work[1]) = 1 then
X6:     lock("wqh");
X7:     count := 1;
X8:     unlock("wqh");
      end if;
    end while;
    goto X1;
end process;

fair process net_rx \in {"net_rx"}
begin
N0:- await handlers = <<>> /\ ~irqsOff["application"]; handlers := <<self>>;
N1: running(); llist_add(1, "poll");
    if Len(work[1]) = 1 then
N2:   running(); irqsOff[self] := TRUE;
N3:   running(); lock("wqh");
N4:   running(); count := 1;
N5:   running(); unlock("wqh");
N6:   running(); irqsOff[self] := FALSE;
    end if;
N7: running(); handlers := Tail(handlers);
end process;

fair process near_timer \in {"near_timer"}
begin
H0: await timer["near"] = "queued" /\ ~irqsOff[OnCpu1];
    timer["near"] := "running"; handlers := <<self>> \o handlers;
H1: lock("timeout 2");
H2: list_del("near"); cqTimeouts[2] := cqTimeouts[2] + 1;
H3: unlock("timeout 2");
H4: res["near"] := "-ETIME"; llist_add(2, "near");
H5: timer["near"] := "idle"; handlers := Tail(handlers);
end process;
end algorithm; *)

ArmedHasTimer == \A t \in {"far", "near"} : In(t, timeouts[Ring(t)]) => timer[t] # "idle" \/ owner[TimeoutLock(t)] # "nobody"
TimerIsArmed == \A t \in {"far", "near"} : timer[t] = "queued" => In(t, timeouts[Ring(t)])
NothingArmedAfterExit == pc["exit_work"] = "Done" => timeouts[1] = <<>> /\ timer["far"] = "idle" /\ res["far"] = "-ECANCELED"
NothingHeldAtEnd == \A c \in DOMAIN pc : pc[c] = "Done" => (\A l \in DOMAIN owner : owner[l] # c) /\ (c \in DOMAIN irqsOff => ~irqsOff[c])
ExitEnds == <>(pc["exit_work"] = "Done")
===========================================================================
