using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Fakes;

internal sealed class Note
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public int Year { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string? Place { get; set; }

    [VectorStoreData(IsFullTextIndexed = true)]
    public string? Words { get; set; }

    [VectorStoreData]
    public bool? Pinned { get; set; }

    [VectorStoreVector(24)]
    public string? Content { get; set; }

    public string NotStored { get; set; } = "default";
}
