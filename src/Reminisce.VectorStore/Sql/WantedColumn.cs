using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Sql;

/// <summary>A column as a record type declares it.</summary>
internal sealed record WantedColumn(string Name, ColumnKind Kind, ValueCodec? Codec, int Dimensions, bool IsNullable, bool Indexed, bool FullText)
{
    public string Type => Codec?.Code ?? StoredColumn.VectorType;
}
