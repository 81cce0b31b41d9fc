namespace Reminisce.VectorData;

/// <summary>What a stored vector was made from: by which encoder, of which content. An activation with another stamp is stale.</summary>
internal readonly record struct EncodingStamp(string Fingerprint, string ContentHash)
{
    // Hashes are letters and digits.
    private const char MarkSign = '#';

    /// <summary>Reads a stamp; the mark of a write behind it is none of its own.</summary>
    public static EncodingStamp? Parse(string? text)
    {
        var stamp = text is null ? "" : Unmarked(text);
        var split = stamp.LastIndexOf(':');
        return split < 1 ? null : new EncodingStamp(stamp[..split], stamp[(split + 1)..]);
    }

    /// <summary>Puts the mark of a write behind a stamp, in place of that of the write before.</summary>
    public static string Marked(string? text, string mark) => $"{(text is null ? "" : Unmarked(text))}{MarkSign}{mark}";

    /// <summary>Gets whether the hash is that of content, and not of a vector that came without its content.</summary>
    public bool NamesContent => !ContentHash.StartsWith(EncodableContent.VectorMark);

    public override string ToString() => $"{Fingerprint}:{ContentHash}";

    private static string Unmarked(string text) => text.LastIndexOf(MarkSign) is var sign && sign > text.LastIndexOf(':') ? text[..sign] : text;
}
