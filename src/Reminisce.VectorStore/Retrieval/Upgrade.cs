namespace Reminisce.VectorData;

/// <summary>A finished embedding waiting to replace the coarse one of its record.</summary>
internal sealed record Upgrade(object Key, EncodingStamp Stamp, EncodedItem Item, RefinementTable.Entry Entry);
