using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reminisce.Training.Healing;

/// <summary>States of items at one exit in a file, from which later windows are trained without running the earlier ones again.</summary>
/// <remarks>Not thread-safe. A file appears under its name only when it is whole.</remarks>
internal sealed class StateStore : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int _length;

    private StateStore(SafeFileHandle file, int length)
    {
        _file = file;
        _length = length;
    }

    /// <summary>Opens a file of states, or makes it.</summary>
    /// <param name="path">The file; its name says what states these are.</param>
    /// <param name="rows">Number of items.</param>
    /// <param name="length">Numbers of an item.</param>
    /// <param name="fill">Writes all rows: it is given what stores a row.</param>
    public static StateStore Open(string path, int rows, int length, Action<Action<int, ReadOnlyMemory<float>>> fill)
    {
        var bytes = (long)rows * length * sizeof(float);
        if (!File.Exists(path) || new FileInfo(path).Length != bytes)
        {
            var temporary = path + ".new";
            using (var writing = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, preallocationSize: bytes))
            {
                fill((row, states) => RandomAccess.Write(writing, MemoryMarshal.AsBytes(states.Span), (long)row * length * sizeof(float)));
                RandomAccess.FlushToDisk(writing);
            }

            File.Move(temporary, path, overwrite: true);
        }

        return new StateStore(File.OpenHandle(path), length);
    }

    /// <summary>Reads the states of one item.</summary>
    public void Read(int row, Span<float> target)
    {
        var bytes = MemoryMarshal.AsBytes(target[.._length]);
        var offset = (long)row * _length * sizeof(float);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"The file of states ends before item {row}; remove it to compute it again.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    public void Dispose() => _file.Dispose();
}
