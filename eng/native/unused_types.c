/* The index stores f32, f16, i8 and single-bit vectors. NumKong's dispatch table also names kernels for the
 * number formats below; compiling those takes two thirds of the build time. Answering "no kernel" for them is a
 * case NumKong and USearch provide for: they fall back to portable code. */
#include "dispatch.h"

#define WITHOUT(type)                                                                                       \
    void nk_dispatch_##type##_init_(nk_capability_t capabilities) { (void)capabilities; }                   \
    void nk_dispatch_##type##_find_(nk_capability_t viable, nk_kernel_kind_t kind, nk_kernel_punned_t *kernel, \
                                    nk_capability_t *capability) {                                          \
        (void)viable, (void)kind;                                                                           \
        *kernel = (nk_kernel_punned_t)0;                                                                    \
        *capability = (nk_capability_t)0;                                                                   \
    }

WITHOUT(f64c)
WITHOUT(f32c)
WITHOUT(bf16c)
WITHOUT(f16c)
WITHOUT(f64)
WITHOUT(bf16)
WITHOUT(e5m2)
WITHOUT(e4m3)
WITHOUT(e3m2)
WITHOUT(e2m3)
WITHOUT(i64)
WITHOUT(i32)
WITHOUT(i16)
WITHOUT(i4)
WITHOUT(u64)
WITHOUT(u32)
WITHOUT(u16)
WITHOUT(u8)
WITHOUT(u4)
