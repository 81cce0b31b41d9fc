namespace Reminisce.VectorData;

/// <summary>What a stored vector was made from: by which encoder, of which content. An activation with another stamp is stale.</summary>
internal readonly record struct EncodingStamp(string Fingerprint, string ContentHash)
{
    public static EncodingStamp? Parse(string? text)
    {
        var split = text?.LastIndexOf(':') ?? -1;
        return split < 1 ? null : new EncodingStamp(text![..split], text[(split + 1)..]);
    }

    /// <summary>Gets whether the hash is that of content, and not of a vector that came without its content.</summary>
    public bool NamesContent => !ContentHash.StartsWith(EncodableContent.VectorMark);

    public override string ToString() => $"{Fingerprint}:{ContentHash}";
}
