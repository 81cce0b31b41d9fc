using System.Runtime.InteropServices;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Transfer;

/// <summary>A vector in an export.</summary>
/// <param name="Space">The exit that made it.</param>
/// <param name="Data">Its numbers, 32 bits each, little-endian, in base 64.</param>
internal sealed record TransferVector(string Space, byte[] Data)
{
    public static TransferVector Of(SpaceVector vector) => new(vector.Space, MemoryMarshal.AsBytes(vector.Vector.Span).ToArray());

    /// <summary>Reads the numbers, or says that they are none.</summary>
    public float[]? Numbers()
    {
        if (Data.Length % sizeof(float) != 0)
        {
            return null;
        }

        var numbers = MemoryMarshal.Cast<byte, float>(Data).ToArray();
        return Array.TrueForAll(numbers, float.IsFinite) ? numbers : null;
    }
}
