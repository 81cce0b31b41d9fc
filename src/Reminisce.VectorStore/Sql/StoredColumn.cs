using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Sql;

/// <summary>One column of a collection as the catalogue knows it.</summary>
/// <remarks>The ordinal is also its name in SQL: users' names never enter a statement. The type of vectors is their number format.</remarks>
internal sealed record StoredColumn(int Ordinal, string Name, ColumnKind Kind, string Type, int Dimensions, bool Indexed, bool FullText)
{
    /// <summary>Gets the number format of a vector column.</summary>
    /// <exception cref="NotSupportedException">It was written by a newer version.</exception>
    public VectorFormat Format => VectorFormat.Get(Type);

    public string Sql => Kind == ColumnKind.Key ? "k" : $"d{Ordinal}";

    public string ExtraSql => $"d{Ordinal}x";
}
