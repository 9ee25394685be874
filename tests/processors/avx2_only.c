/* A processor without AVX-512 and VNNI, at full speed: CPUID is made to fault (arch_prctl, Linux on processors that
   can), and is answered without those bits. LD_PRELOAD it. Emulation tests the same and is 100 times slower. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_SET_CPUID 0x1012

static struct sigaction before;

static void cpuid_faults(unsigned long on) { syscall(SYS_arch_prctl, ARCH_SET_CPUID, on ? 0UL : 1UL); }

static void answer(int number, siginfo_t *info, void *context) {
  greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
  unsigned char *at = (unsigned char *)r[REG_RIP];
  if (at[0] != 0x0f || at[1] != 0xa2) { /* a fault of another kind */
    sigaction(SIGSEGV, &before, NULL);
    return;
  }
  unsigned a = r[REG_RAX], c = r[REG_RCX], b, d, leaf = a, sub = c;
  cpuid_faults(0);
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  cpuid_faults(1);
  if (leaf == 7 && sub == 0) {
    b &= ~(1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 | 1u << 31);
    c &= ~(1u << 1 | 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14);
    d &= ~(1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25);
  }
  if (leaf == 7 && sub == 1) a &= ~(1u << 4 | 1u << 5); /* AVX-VNNI, AVX512-BF16 */
  r[REG_RAX] = a; r[REG_RBX] = b; r[REG_RCX] = c; r[REG_RDX] = d;
  r[REG_RIP] += 2;
}

__attribute__((constructor)) static void start(void) {
  struct sigaction act = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigaction(SIGSEGV, &act, &before);
  if (syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0UL)) { _exit(77); /* CPUID cannot fault here */ }
}
