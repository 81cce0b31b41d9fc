using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData.Sql.Values;

/// <summary>A codec of one scalar type, given by its conversions.</summary>
internal sealed class ScalarCodec<T>(
    string code,
    string sqlType,
    Func<T, object> encode,
    Func<object, object?, T> decode,
    string? defaultLiteral = null,
    Func<T, object>? extra = null) : ValueCodec
    where T : notnull
{
    public override string Code => code;

    public override string SqlType => sqlType;

    public override bool HasExtra => extra is not null;

    public override string? DefaultLiteral => defaultLiteral;

    public override object Encode(object value) => encode((T)value);

    public override object? EncodeExtra(object value) => extra?.Invoke((T)value);

    public override object Decode(object stored, object? extraValue) => decode(stored, extraValue);

    /// <summary>The common numbers go without a box; there are several in each record, and ten records in a search.</summary>
    public override void Read(PreparedQuery row, int column, PropertyModel property, object record)
    {
        if (property.Type != typeof(T) || row.IsNull(column))
        {
            base.Read(row, column, property, record);
        }
        else if (typeof(T) == typeof(int))
        {
            property.SetValue(record, (int)row.Int64(column));
        }
        else if (typeof(T) == typeof(long))
        {
            property.SetValue(record, row.Int64(column));
        }
        else if (typeof(T) == typeof(bool))
        {
            property.SetValue(record, row.Int64(column) != 0);
        }
        else if (typeof(T) == typeof(double))
        {
            property.SetValue(record, row.Double(column));
        }
        else if (typeof(T) == typeof(float))
        {
            property.SetValue(record, (float)row.Double(column));
        }
        else
        {
            base.Read(row, column, property, record);
        }
    }
}
