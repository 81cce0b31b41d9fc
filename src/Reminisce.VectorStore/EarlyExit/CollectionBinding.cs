namespace Reminisce.VectorData;

/// <summary>With which encoders a collection was made, and under which name of the inner store it lies.</summary>
/// <param name="Fingerprint">The encoders.</param>
/// <param name="Generation">How often it was embedded anew; 0 for a collection that lies under its own name.</param>
internal sealed record CollectionBinding(string Fingerprint, int Generation)
{
    private const string Separator = "--generation-";

    /// <summary>Gives the name in the inner store.</summary>
    public static string PhysicalName(string collection, int generation) =>
        generation == 0 ? collection : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{collection}{Separator}{generation}");

    /// <summary>Gives the collection that a name of the inner store belongs to, for names made by <see cref="PhysicalName"/>.</summary>
    public static string? LogicalName(string physical) =>
        physical.LastIndexOf(Separator, StringComparison.Ordinal) is > 0 and var split
        && int.TryParse(physical.AsSpan(split + Separator.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? physical[..split]
            : null;
}
