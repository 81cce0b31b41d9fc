using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Filters;

/// <summary>Evaluates the parts of a filter that do not depend on the record, and encodes them for a column.</summary>
internal static class FilterConstants
{
    /// <summary>Gets the value of an expression without the record in it.</summary>
    public static bool TryEvaluate(Expression expression, out object? value)
    {
        if (expression is ConstantExpression constant)
        {
            value = constant.Value;
            return true;
        }

        if (expression is MemberExpression { Member: FieldInfo field, Expression: ConstantExpression { Value: { } closure } })
        {
            // A captured variable: compiling the expression would take longer than most searches.
            value = field.GetValue(closure);
            return true;
        }

        if (expression.Type.IsByRefLike || new ParameterFinder().Finds(expression))
        {
            value = null;
            return false;
        }

        value = Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        return true;
    }

    /// <summary>Encodes a value as the column would hold it, widening numbers as C# does.</summary>
    /// <exception cref="NotSupportedException">The two types cannot be compared.</exception>
    public static object Encode(ValueCodec codec, object value)
    {
        if (ValueCodecs.TryGet(value.GetType(), out var own) && own.Code == codec.Code)
        {
            return codec.Encode(value);
        }

        if (value is Enum or char)
        {
            value = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        }

        return (codec.Code, value) switch
        {
            ("byte" or "int16" or "int32" or "int64", byte or sbyte or short or ushort or int or uint or long) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ("byte" or "int16" or "int32" or "int64", decimal number) when decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue => (long)number,
            ("byte" or "int16" or "int32" or "int64" or "single" or "double", byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal)
                => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            ("decimal", byte or sbyte or short or ushort or int or uint or long or ulong) => codec.Encode(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
            _ => throw new NotSupportedException($"A filter compares a property of type {codec.Code} with a value of type {value.GetType().Name}: compare with the property's own type."),
        };
    }

    private sealed class ParameterFinder : ExpressionVisitor
    {
        private bool _found;

        public bool Finds(Expression expression)
        {
            Visit(expression);
            return _found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
