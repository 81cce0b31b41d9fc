using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>A record with content of three types.</summary>
internal sealed class Purchase
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public int Year { get; set; }

    [VectorStoreVector(24)]
    public string? Title { get; set; }

    [VectorStoreVector(24)]
    public DataContent? Photo { get; set; }

    [VectorStoreVector(24)]
    public Receipt? Receipt { get; set; }
}
