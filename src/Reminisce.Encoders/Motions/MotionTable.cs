using System.Buffers.Text;
using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>Reads a motion recording line by line; nothing is kept.</summary>
internal ref struct MotionTable
{
    private const int Columns = 1 + MotionTransform.Axes;
    private ReadOnlySpan<byte> _rest;

    public MotionTable(ReadOnlySpan<byte> table)
    {
        _rest = table.StartsWith("\uFEFF"u8) ? table[3..] : table;
        if (!NextLine(out var header) || !IsHeader(header))
        {
            throw new MotionException($"The recording should begin with the line '{MotionContent.Header}', which names its columns, but does not; add it.");
        }
    }

    /// <summary>Gets the line that was read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Gets whether nothing but blanks is left.</summary>
    public readonly bool IsAtEnd => _rest.Trim(" \r\n"u8).IsEmpty;

    /// <summary>Reads the next line that is not blank.</summary>
    /// <param name="time">Its time, s.</param>
    /// <param name="axes">Receives the six readings.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MotionException">The line does not hold seven finite numbers.</exception>
    public bool Next(out double time, scoped Span<float> axes)
    {
        time = 0;
        while (NextLine(out var line))
        {
            if (line.IsEmpty)
            {
                continue;
            }

            for (var column = 0; column < Columns; column++)
            {
                var end = line.IndexOf((byte)',');
                if (end < 0 != (column == Columns - 1))
                {
                    throw Refuse($"should have {Columns} columns");
                }

                var field = (end < 0 ? line : line[..end]).Trim((byte)' ');
                if (!Utf8Parser.TryParse(field, out double value, out var used) || used != field.Length || !double.IsFinite(value) || !float.IsFinite((float)value))
                {
                    throw Refuse($"should hold a finite number in column {column + 1}");
                }

                line = end < 0 ? [] : line[(end + 1)..];
                if (column == 0)
                {
                    time = value;
                }
                else
                {
                    axes[column - 1] = (float)value;
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>Makes the refusal of the line that was read last.</summary>
    public readonly MotionException Refuse(string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {Line} of the motion recording {reason}. Correct the recording or leave the line out."));

    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        if (line.Length > 4 * MotionContent.Header.Length)
        {
            return false;
        }

        var text = System.Text.Encoding.UTF8.GetString(line).Replace(" ", "", StringComparison.Ordinal);
        return text.Equals(MotionContent.Header, StringComparison.OrdinalIgnoreCase);
    }

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        if (_rest.IsEmpty)
        {
            line = default;
            return false;
        }

        var end = _rest.IndexOf((byte)'\n');
        line = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)'\r').Trim((byte)' ');
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        Line++;
        return true;
    }
}
