using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Sql;

/// <summary>A column as a record type declares it.</summary>
internal sealed record WantedColumn(string Name, ColumnKind Kind, ValueCodec? Codec, int Dimensions, bool IsNullable, bool Indexed, bool FullText)
{
    /// <summary>Gets the number format of a vector column; null for others.</summary>
    public VectorFormat? Format { get; init; }

    public string Type => Codec?.Code ?? Format!.Code;
}
