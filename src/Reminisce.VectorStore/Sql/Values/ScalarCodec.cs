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
}
