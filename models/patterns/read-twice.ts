// Reading twice: a task holds an rw_semaphore as a reader and reads it again in a function that it calls.
// It works for years, since readers do not wait for readers; then a writer comes in between. The second read queues behind the writer,
// and the writer waits for the first read to end. The repair is to read once, and to have the inner function say what it needs.
// lockdep: "possible recursive locking detected", as soon as the second read is seen, with or without a writer.
import {
  assert,
  bool,
  down_read,
  down_write,
  expect,
  int,
  invariant,
  lockdep_assert_held_read,
  rw_semaphore,
  rwsem_is_locked,
  task,
  up_read,
  up_write,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class AddressSpace {
  mmap_lock = rw_semaphore();
  start = int(0, 4, 0); // these two under mmap_lock
  end = int(0, 4, 2);
  mapped = bool(true);
}
const mm = new AddressSpace();

function find_area() {
  if (version === "broken") down_read(mm.mmap_lock);
  else lockdep_assert_held_read(mm.mmap_lock);
  assert(mm.start < mm.end, "an area has a size");
  if (version === "broken") up_read(mm.mmap_lock);
}

function page_fault() {
  down_read(mm.mmap_lock);
  if (mm.mapped) find_area();
  up_read(mm.mmap_lock);
}

function move_area() {
  down_write(mm.mmap_lock);
  mm.end = mm.end + 2;
  mm.start = mm.start + 2;
  up_write(mm.mmap_lock);
}

task("fault", page_fault);
task("mremap", move_area);

invariant("outside of the lock an area keeps its size", () => rwsem_is_locked(mm.mmap_lock) || mm.end - mm.start === 2);

expect(version === "broken" ? violates("circular-wait", { lock: "&mm->mmap_lock", in: "find_area" }) : verified());
