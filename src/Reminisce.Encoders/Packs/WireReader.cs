using System.Text;

namespace Reminisce.Encoders;

/// <summary>Walks the fields of one protobuf message without copying; throws <see cref="InvalidDataException"/> on bytes that are none.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Gets the number of the field just read.</summary>
    public int Field { get; private set; }

    /// <summary>Gets the value of a varint or fixed-width field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Gets the content of a length-delimited field; empty for other fields.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Gets whether the field is length-delimited.</summary>
    public bool IsDelimited { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Content);

    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        IsDelimited = (tag & 7) == 2;
        Content = default;
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                Number = ReadVarint();
                break;
            case 1:
                Number = BitConverter.ToUInt64(Take(8));
                break;
            case 2:
                Content = Take(ReadVarint());
                break;
            case 5:
                Number = BitConverter.ToUInt32(Take(4));
                break;
            default:
                throw new InvalidDataException("an unknown wire type");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new InvalidDataException("a field that runs past the end");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("a number that does not end");
    }
}
