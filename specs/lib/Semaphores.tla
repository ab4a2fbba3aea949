----------------------------- MODULE Semaphores -----------------------------
\* Counting semaphores: permits belong to nobody.
EXTENDS Contexts

VARIABLE permits   \* semaphore -> how many may still come in

Down(semaphore) == permits[semaphore] > 0 /\ permits' = [permits EXCEPT ![semaphore] = @ - 1]
Up(semaphore) == permits' = [permits EXCEPT ![semaphore] = @ + 1]
=============================================================================
