using System.Buffers.Binary;
using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>Where the samples of a WAV file lie and how they are stored, read from its chunks without decoding.</summary>
/// <param name="Format">How a sample is stored.</param>
/// <param name="Channels">Samples of one moment.</param>
/// <param name="SampleRate">Moments per second.</param>
/// <param name="Start">The first byte of the first sample.</param>
/// <param name="Frames">Moments in the file.</param>
internal sealed record WavFile(SampleFormat Format, int Channels, int SampleRate, int Start, int Frames)
{
    public const int MinSampleRate = 1000;
    public const int MaxSampleRate = 384_000;
    private const int PcmTag = 1;
    private const int FloatTag = 3;
    private const int ExtensibleTag = 0xFFFE;

    // Writers to a pipe do not know the length and put the largest number there, some the largest signed one rounded down.
    private const uint LeastUnknownLength = 0x7FFF_0000;

    private static ReadOnlySpan<byte> SubformatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    public int BytesPerSample => Format switch
    {
        SampleFormat.UInt8 => 1,
        SampleFormat.Int16 => 2,
        SampleFormat.Int24 => 3,
        SampleFormat.Float64 => 8,
        _ => 4,
    };

    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Reads the chunks of a file. A wrong RIFF size and bytes after the last whole frame are passed over; every other disagreement is refused.</summary>
    /// <exception cref="SoundException">The file is no WAV file that can be decoded.</exception>
    public static WavFile Parse(ReadOnlySpan<byte> file, SoundLimits limits)
    {
        if (file.Length > limits.MaxBytes)
        {
            throw Refuse($"at most {limits.MaxBytes} bytes", $"{file.Length}", "Cut it or raise SoundLimits.MaxBytes.");
        }

        CheckKind(file);
        WavFile? found = null;
        var position = 12L;
        while (position + 8 <= file.Length)
        {
            var header = file.Slice((int)position, 8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var start = (int)position + 8;
            var rest = file.Length - start;
            if (header[..4].SequenceEqual("data"u8))
            {
                var format = found ?? throw Refuse("a fmt chunk before the samples", "none");
                return format with { Start = start, Frames = CountFrames(format, length, rest) };
            }

            if (length > rest)
            {
                throw Refuse($"{length} bytes in the chunk '{Name(header)}'", $"{rest}", "The file was cut short; fetch or save it again.");
            }

            if (found is null && header[..4].SequenceEqual("fmt "u8))
            {
                found = ReadFormat(file.Slice(start, (int)length), limits);
            }

            // Chunks begin on even bytes.
            position = start + length + (length & 1);
        }

        throw Refuse("a data chunk with samples", "none");
    }

    private static void CheckKind(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 12 && file[..4].SequenceEqual("RIFF"u8) && file.Slice(8, 4).SequenceEqual("WAVE"u8))
        {
            return;
        }

        throw Refuse(
            "a RIFF/WAVE file",
            file.IsEmpty ? "no bytes" : file.Length < 12 ? $"{file.Length} bytes" : $"'{Name(file)}'",
            "Convert the sound to WAV of less than 4 GiB; RF64, RIFX and compressed files are not read.");
    }

    private static WavFile ReadFormat(ReadOnlySpan<byte> chunk, SoundLimits limits)
    {
        if (chunk.Length < 16)
        {
            throw Refuse("a fmt chunk of at least 16 bytes", $"{chunk.Length}");
        }

        var tag = (int)BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == ExtensibleTag)
        {
            if (chunk.Length < 40 || !chunk.Slice(26, 14).SequenceEqual(SubformatTail))
            {
                throw Refuse("an extensible format of 40 bytes with a standard subformat", chunk.Length < 40 ? $"{chunk.Length} bytes" : "another subformat");
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        SampleFormat? format = (tag, bits) switch
        {
            (PcmTag, 8) => SampleFormat.UInt8,
            (PcmTag, 16) => SampleFormat.Int16,
            (PcmTag, 24) => SampleFormat.Int24,
            (PcmTag, 32) => SampleFormat.Int32,
            (FloatTag, 32) => SampleFormat.Float32,
            (FloatTag, 64) => SampleFormat.Float64,
            _ => null,
        };
        var wav = new WavFile(
            format ?? throw Refuse("PCM of 8, 16, 24 or 32 bits, or float of 32 or 64 bits", $"format {tag} of {bits} bits", "Convert the sound to 16-bit PCM."),
            channels >= 1 && channels <= limits.MaxChannels ? channels : throw Refuse($"1 to {limits.MaxChannels} channels", $"{channels}"),
            rate is >= MinSampleRate and <= MaxSampleRate ? (int)rate : throw Refuse($"a rate of {MinSampleRate} to {MaxSampleRate} samples a second", $"{rate}"),
            0,
            0);
        return frameBytes == wav.BytesPerFrame ? wav : throw Refuse($"{wav.BytesPerFrame} bytes for {channels} channels of {bits} bits", $"{frameBytes}");
    }

    private static int CountFrames(WavFile format, uint length, int rest)
    {
        if (length > rest && length < LeastUnknownLength)
        {
            throw Refuse($"{length} bytes of samples", $"{rest}", "The file was cut short; fetch or save it again.");
        }

        var frames = (int)Math.Min(length, rest) / format.BytesPerFrame;
        return frames > 0 ? frames : throw Refuse("a data chunk with samples", "an empty one");
    }

    private static SoundException Refuse(FormattableString expected, FormattableString found, string advice = "Save the sound again as WAV.") =>
        Refuse(expected.ToString(CultureInfo.InvariantCulture), found.ToString(CultureInfo.InvariantCulture), advice);

    private static SoundException Refuse(string expected, string found, string advice = "Save the sound again as WAV.") =>
        new($"The sound cannot be read: expected {expected}, but found {found}. {advice}");

    private static string Name(ReadOnlySpan<byte> id)
    {
        Span<char> name = stackalloc char[4];
        for (var i = 0; i < 4; i++)
        {
            name[i] = id[i] is >= 0x20 and < 0x7F ? (char)id[i] : '?';
        }

        return new string(name);
    }
}
