namespace Reminisce.VectorData.Sql;

/// <summary>What a stored column holds.</summary>
internal enum ColumnKind
{
    Key,
    Data,
    Vector,
}
