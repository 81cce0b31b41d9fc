using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>A vector property, the table that holds it, and how it is searched.</summary>
/// <remarks>Graph is null where every search is exact.</remarks>
internal sealed record BoundVector(VectorPropertyModel Property, StoredColumn Column, string Table, DistanceMeasure Measure, UsearchParameters? Graph, int Ef)
{
    // What a coarser index confuses lies further down its list: about this many per wanted row, and at least so many,
    // are taken from it and put in order by the stored vectors.
    private (double PerRow, int Least) Oversampling => Graph?.Quantization switch
    {
        UsearchQuantization.B1 => (16, 256),
        UsearchQuantization.I8 => (2, 48),
        _ => (1.25, 12),
    };

    /// <summary>Gets how many rows to ask of the graph for the wanted number of best ones.</summary>
    public long Candidates(int count) => Math.Max((long)(count * Oversampling.PerRow), Oversampling.Least);

    /// <summary>Gets the number format of the stored vectors.</summary>
    public VectorFormat Format { get; } = Column.Format;

    /// <summary>Gets the statement that reads one row's vector.</summary>
    public string ReadSql { get; } = $"SELECT v FROM {Table} WHERE row = ?1";
}
