using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Reminisce.Training.Learning.Checkpoints;

/// <summary>Reads and writes checkpoints; a file is replaced whole or not at all.</summary>
/// <remarks>
/// Format: the magic, then what <see cref="BinaryWriter"/> writes, little-endian, then SHA-256 of everything before. The new file is flushed to disk
/// under another name before it takes the old one's place, so a kill or a full disk leaves the last good checkpoint.
/// </remarks>
internal static class CheckpointFile
{
    private const string Magic = "reminisce-checkpoint-1";
    private const int HashLength = 32;

    public static void Write(string path, Checkpoint checkpoint)
    {
        var temporary = path + ".new";
        try
        {
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write);
            var bytes = Serialize(checkpoint);
            stream.Write(bytes);
            stream.Write(SHA256.HashData(bytes));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException exception)
        {
            throw new IOException($"The checkpoint of step {checkpoint.Step} could not be written to '{temporary}': {exception.Message} The one before is still there; make room and resume.", exception);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind.</exception>
    public static Checkpoint Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < HashLength || !SHA256.HashData(bytes.AsSpan(..^HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..)))
        {
            throw new InvalidDataException($"'{path}' is not a whole checkpoint: its SHA-256 does not agree with its {bytes.Length} bytes. Remove it to start again.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - HashLength));
        var magic = reader.ReadString();
        if (magic != Magic)
        {
            throw new InvalidDataException($"'{path}' begins with '{magic}'; expected '{Magic}'.");
        }

        var run = reader.ReadString();
        var step = reader.ReadInt64();
        var weights = new KeyValuePair<string, float[]>[reader.ReadInt32()];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = new KeyValuePair<string, float[]>(reader.ReadString(), Floats(reader));
        }

        return new Checkpoint(run, step, weights, Floats(reader), Floats(reader));
    }

    private static byte[] Serialize(Checkpoint checkpoint)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(checkpoint.Run);
        writer.Write(checkpoint.Step);
        writer.Write(checkpoint.Weights.Count);
        foreach (var (name, values) in checkpoint.Weights)
        {
            writer.Write(name);
            Floats(writer, values);
        }

        Floats(writer, checkpoint.Mean);
        Floats(writer, checkpoint.Square);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Floats(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static float[] Floats(BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
