using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData.Sql.Values;

/// <summary>Turns values of one .NET type into a SQLite value that compares as .NET compares, and back.</summary>
internal abstract class ValueCodec
{
    /// <summary>Gets the name of the type as the catalogue stores it.</summary>
    public abstract string Code { get; }

    /// <summary>Gets the storage class: INTEGER, REAL, TEXT or BLOB.</summary>
    public abstract string SqlType { get; }

    /// <summary>Gets whether a second column keeps what the comparable value cannot (a time's offset or kind).</summary>
    public virtual bool HasExtra => false;

    /// <summary>Gets the value that rows written before the column existed take, or null.</summary>
    public virtual string? DefaultLiteral => null;

    /// <summary>Encodes a non-null value as long, double, string or byte[].</summary>
    public abstract object Encode(object value);

    /// <summary>Encodes what <see cref="Encode"/> leaves out.</summary>
    public virtual object? EncodeExtra(object value) => null;

    /// <summary>Restores a non-null value.</summary>
    public abstract object Decode(object stored, object? extra);

    /// <summary>Reads a stored value, and its extra column after it, into a record's property; null where none is stored.</summary>
    public virtual void Read(PreparedQuery row, int column, PropertyModel property, object record)
        => property.SetValueAsObject(record, row.Value(column) is { } stored ? Decode(stored, HasExtra ? row.Value(column + 1) : null) : null);
}
