using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;

namespace Reminisce.VectorData.Filters;

/// <summary>Translates a LINQ filter into a parameterised SQL condition with .NET's meaning of null.</summary>
/// <remarks>
/// SQL's third truth value only matters below a negation or a comparison of truth values; there, and only there, the
/// translation is "exact" (never null), because the plain form lets SQLite use an index. Strings compare ordinally.
/// </remarks>
internal sealed partial class FilterTranslator : FilterTranslatorBase
{
    private readonly TableBinding _binding;
    private readonly FilterWriter _writer = new();

    private FilterTranslator(TableBinding binding) => _binding = binding;

    /// <exception cref="NotSupportedException">The filter uses something that has no translation; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The filter names an unknown property.</exception>
    public static SqlFilter Translate(LambdaExpression? filter, CollectionModel model, TableBinding binding)
    {
        if (filter is null)
        {
            return SqlFilter.All;
        }

        var translator = new FilterTranslator(binding);
        var body = translator.PreprocessFilter(filter, model, new FilterPreprocessingOptions { SupportsParameterization = false });
        return new SqlFilter(translator.Predicate(body, exact: false), translator._writer.Values);
    }

    protected override bool TryBindProperty(Expression expression, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PropertyModel? propertyModel)
    {
        var inner = expression;
        while (inner is UnaryExpression { NodeType: ExpressionType.Convert } convert)
        {
            inner = convert.Operand;
        }

        if (inner is MemberExpression { Member.Name: "Value", Expression: { } nullable } && Nullable.GetUnderlyingType(nullable.Type) is not null)
        {
            return TryBindProperty(nullable, out propertyModel);
        }

        if (!base.TryBindProperty(inner, out propertyModel))
        {
            return false;
        }

        var type = propertyModel.Type;
        for (var node = expression; node is UnaryExpression { NodeType: ExpressionType.Convert } convert; node = convert.Operand)
        {
            if (!IsHarmless(type, convert.Type, isTyped: inner is MemberExpression))
            {
                throw new InvalidCastException(
                    $"Property '{propertyModel.ModelName}' is being cast to type '{convert.Type.Name}', but its configured type is '{type.Name}'.");
            }
        }

        return true;
    }

    /// <summary>C# widens typed properties by itself; a cast of a dynamic value must name its type.</summary>
    private static bool IsHarmless(Type property, Type cast, bool isTyped)
    {
        property = Nullable.GetUnderlyingType(property) ?? property;
        cast = Nullable.GetUnderlyingType(cast) ?? cast;
        return cast.IsAssignableFrom(property) || (isTyped && IsNumber(property) && IsNumber(cast));
    }

    private static bool IsNumber(Type type) => type.IsPrimitive ? type != typeof(bool) : type == typeof(decimal);

    private string Predicate(Expression node, bool exact)
    {
        switch (node)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both when IsTruth(both.Type):
                return $"({Predicate(both.Left, exact)} AND {Predicate(both.Right, exact)})";
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either when IsTruth(either.Type):
                return $"({Predicate(either.Left, exact)} OR {Predicate(either.Right, exact)})";
            case BinaryExpression binary:
                return Comparison(binary, exact);
            case UnaryExpression { NodeType: ExpressionType.Not } negation when IsTruth(negation.Type):
                return $"(NOT {Predicate(negation.Operand, exact: true)})";
            case var _ when FilterConstants.TryEvaluate(node, out var value):
                return value is true ? "1" : "0";
            case MemberExpression { Member.Name: "HasValue", Expression: { } nullable } when TryBindProperty(nullable, out var optional):
                return $"({Sql(_binding.Column(optional))} IS NOT NULL)";
            case var _ when TryBindProperty(node, out var property):
                return _binding.Column(property) is { Codec.Code: "bool" } flag
                    ? $"({Sql(flag)} IS 1)"
                    : throw new NotSupportedException($"Property '{property.ModelName}' is used as a condition, but it is no bool: compare it with something.");
            case UnaryExpression { NodeType: ExpressionType.Convert } convert:
                return Predicate(convert.Operand, exact);
            case MethodCallExpression call:
                return Call(call, exact);
            default:
                throw Unsupported(node);
        }
    }

    private string Comparison(BinaryExpression binary, bool exact)
    {
        var left = Operand(binary.Left);
        var right = Operand(binary.Right);
        var comparison = binary.NodeType;
        if (left.IsConstant)
        {
            (left, right, comparison) = (right, left, Mirror(comparison));
        }

        if (right.IsConstant && right.Value is null)
        {
            return comparison switch
            {
                ExpressionType.Equal => $"({left.Text} IS NULL)",
                ExpressionType.NotEqual => $"({left.Text} IS NOT NULL)",
                _ => "0",
            };
        }

        var other = right.IsConstant ? _writer.Parameter(FilterConstants.Encode(left.Comparable(binary), right.Value!)) : right.Text;
        if (!right.IsConstant && left.Comparable(binary).SqlType != right.Comparable(binary).SqlType)
        {
            throw new NotSupportedException($"The filter compares properties of different kinds in '{binary}': compare properties of one type.");
        }

        return comparison switch
        {
            // Two nulls are equal to each other, but "= value" finds the same rows through an index.
            ExpressionType.Equal => right.IsConstant && !exact ? $"({left.Text} = {other})" : $"({left.Text} IS {other})",
            ExpressionType.NotEqual => $"({left.Text} IS NOT {other})",
            ExpressionType.LessThan => Ordered("<"),
            ExpressionType.LessThanOrEqual => Ordered("<="),
            ExpressionType.GreaterThan => Ordered(">"),
            ExpressionType.GreaterThanOrEqual => Ordered(">="),
            _ => throw Unsupported(binary),
        };

        string Ordered(string sign) => exact ? $"ifnull({left.Text} {sign} {other}, 0)" : $"({left.Text} {sign} {other})";
    }

    private FilterOperand Operand(Expression node)
    {
        if (FilterConstants.TryEvaluate(node, out var value))
        {
            return FilterOperand.Constant(value);
        }

        if (TryBindProperty(node, out var property))
        {
            var column = _binding.Column(property);
            return new FilterOperand(Sql(column), column.Codec);
        }

        return IsTruth(node.Type) ? FilterOperand.Truth(Predicate(node, exact: true)) : throw Unsupported(node);
    }

    private static bool IsTruth(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(bool);

    private static ExpressionType Mirror(ExpressionType comparison) => comparison switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => comparison,
    };

    private static string Sql(BoundColumn column) => "c." + column.Column.Sql;

    private static NotSupportedException Unsupported(Expression node)
        => new($"The filter contains '{node}' (node {node.NodeType}), which is not supported. Supported: ==, !=, <, <=, >, >=, &&, ||, !, bool properties, Contains, Any with Contains, StartsWith, EndsWith, string.IsNullOrEmpty, Equals and HasValue.");
}
