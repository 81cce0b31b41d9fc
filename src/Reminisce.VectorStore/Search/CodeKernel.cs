using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reminisce.VectorData.Search;

/// <summary>The dot product of a 16-bit query and an 8-bit code.</summary>
internal static class CodeKernel
{
    /// <summary>The largest component of a code.</summary>
    public const int MostCode = 127;

    private const int MostQuery = 8191;

    /// <summary>Gets the largest query component with which the sum fits 32 bits.</summary>
    public static int QueryLimit(int dimensions) => Math.Clamp(int.MaxValue / (MostCode * dimensions), 1, MostQuery);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> code)
    {
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var c = ref MemoryMarshal.GetReference(code);
        var sum = 0;
        nuint i = 0;
        var length = (nuint)code.Length;
        if (Avx512BW.IsSupported && length >= 32)
        {
            var sums = Vector512<int>.Zero;
            for (; i + 32 <= length; i += 32)
            {
                sums += Avx512BW.MultiplyAddAdjacent(Vector512.LoadUnsafe(ref q, i), Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref c, i)));
            }

            sum = Vector512.Sum(sums);
        }
        else if (Avx2.IsSupported && length >= 16)
        {
            var sums = Vector256<int>.Zero;
            for (; i + 16 <= length; i += 16)
            {
                sums += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref q, i), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref c, i)));
            }

            sum = Vector256.Sum(sums);
        }
        else
        {
            var sums = Vector128<int>.Zero;
            for (; i + 8 <= length; i += 8)
            {
                var codes = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref c, i)))).AsSByte());
                var queries = Vector128.LoadUnsafe(ref q, i);
                sums += (Vector128.WidenLower(queries) * Vector128.WidenLower(codes)) + (Vector128.WidenUpper(queries) * Vector128.WidenUpper(codes));
            }

            sum = Vector128.Sum(sums);
        }

        for (; i < length; i++)
        {
            sum += Unsafe.Add(ref q, i) * Unsafe.Add(ref c, i);
        }

        return sum;
    }
}
