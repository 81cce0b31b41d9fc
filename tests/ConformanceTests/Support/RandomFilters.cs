using System.Linq.Expressions;
using System.Reflection;

namespace ConformanceTests.Support;

/// <summary>Makes filters that type-check and whose meaning LINQ defines: text and lists are asked only behind a null check.</summary>
public sealed class RandomFilters(Random random, IReadOnlyList<Item> samples)
{
    private static readonly string[] s_comparable = [nameof(Item.Number), nameof(Item.Maybe), nameof(Item.Weight), nameof(Item.Price), nameof(Item.Day), nameof(Item.When)];
    private static readonly string[] s_equatable = [.. s_comparable, nameof(Item.Text), nameof(Item.Batch), nameof(Item.Flag), nameof(Item.MaybeFlag)];
    private static readonly ExpressionType[] s_orders = [ExpressionType.LessThan, ExpressionType.LessThanOrEqual, ExpressionType.GreaterThan, ExpressionType.GreaterThanOrEqual];
    private static readonly MethodInfo s_contains = typeof(Enumerable).GetMethods().Single(m => m.Name == nameof(Enumerable.Contains) && m.GetParameters().Length == 2);
    private static readonly MethodInfo s_any = typeof(Enumerable).GetMethods().Single(m => m.Name == nameof(Enumerable.Any) && m.GetParameters().Length == 2);

    private readonly ParameterExpression _item = Expression.Parameter(typeof(Item), "i");

    public Expression<Func<Item, bool>> Create() => Expression.Lambda<Func<Item, bool>>(Tree(random.Next(1, 5)), _item);

    private Expression Tree(int depth) => depth == 0 ? Leaf() : random.Next(5) switch
    {
        0 => Expression.Not(Tree(depth - 1)),
        1 or 2 => Expression.AndAlso(Tree(depth - 1), Tree(random.Next(depth))),
        3 => Expression.OrElse(Tree(depth - 1), Tree(random.Next(depth))),
        _ => random.Next(4) == 0 ? Expression.MakeBinary(random.Next(2) == 0 ? ExpressionType.Equal : ExpressionType.NotEqual, Tree(depth - 1), Tree(0)) : Leaf(),
    };

    private Expression Leaf() => random.Next(8) switch
    {
        0 or 1 => Equality(),
        2 => Order(),
        3 => Text(),
        4 => Membership(),
        5 => List(),
        6 => Expression.Property(_item, nameof(Item.Flag)),
        _ => NullTest(),
    };

    private BinaryExpression Equality()
    {
        var property = Expression.Property(_item, Pick(s_equatable));
        var sides = random.Next(2) == 0 ? (property, Value(property)) : ((Expression)Value(property), (Expression)property);
        return Expression.MakeBinary(random.Next(2) == 0 ? ExpressionType.Equal : ExpressionType.NotEqual, sides.Item1, sides.Item2);
    }

    private BinaryExpression Order()
    {
        var property = Expression.Property(_item, Pick(s_comparable));
        return Expression.MakeBinary(Pick(s_orders), property, Value(property));
    }

    private BinaryExpression Text()
    {
        var text = Expression.Property(_item, nameof(Item.Text));
        var value = samples[random.Next(samples.Count)].Text ?? "e";
        var start = random.Next(value.Length + 1);
        var part = value.Substring(start, random.Next(value.Length - start + 1));
        var contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string), typeof(StringComparison)])!;
        var method = random.Next(3) switch
        {
            0 => contains,
            1 => typeof(string).GetMethod(nameof(string.StartsWith), [typeof(string), typeof(StringComparison)])!,
            _ => typeof(string).GetMethod(nameof(string.EndsWith), [typeof(string), typeof(StringComparison)])!,
        };
        return Expression.AndAlso(NotNull(text), Expression.Call(text, method, Expression.Constant(Whole(part)), Expression.Constant(StringComparison.Ordinal)));
    }

    private MethodCallExpression Membership()
    {
        var property = Expression.Property(_item, Pick(s_equatable));
        var values = Array.CreateInstance(property.Type, random.Next(4));
        for (var i = 0; i < values.Length; i++)
        {
            values.SetValue(((PropertyInfo)property.Member).GetValue(samples[random.Next(samples.Count)]), i);
        }

        return Expression.Call(s_contains.MakeGenericMethod(property.Type), Expression.Constant(values), property);
    }

    private BinaryExpression List()
    {
        var list = Expression.Property(_item, random.Next(2) == 0 ? nameof(Item.Tags) : nameof(Item.Names));
        string[] words = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Pick(["red", "blue", "\"quoted\"", "", "nothing"]))];
        if (random.Next(2) == 0)
        {
            return Expression.AndAlso(NotNull(list), Expression.Call(s_contains.MakeGenericMethod(typeof(string)), list, Expression.Constant(words.FirstOrDefault() ?? "red")));
        }

        var word = Expression.Parameter(typeof(string), "w");
        var test = Expression.Lambda<Func<string, bool>>(Expression.Call(s_contains.MakeGenericMethod(typeof(string)), Expression.Constant(words), word), word);
        return Expression.AndAlso(NotNull(list), Expression.Call(s_any.MakeGenericMethod(typeof(string)), list, test));
    }

    private Expression NullTest() => random.Next(3) switch
    {
        0 => Expression.Property(Expression.Property(_item, nameof(Item.Maybe)), nameof(Nullable<int>.HasValue)),
        1 => NotNull(Expression.Property(_item, Pick([nameof(Item.Text), nameof(Item.Tags), nameof(Item.Names), nameof(Item.Marks)]))),
        _ => Expression.Call(typeof(string), nameof(string.IsNullOrEmpty), null, Expression.Property(_item, nameof(Item.Text))),
    };

    private static BinaryExpression NotNull(Expression value) => Expression.NotEqual(value, Expression.Constant(null, value.Type));

    private ConstantExpression Value(MemberExpression property)
        => Expression.Constant(((PropertyInfo)property.Member).GetValue(samples[random.Next(samples.Count)]), property.Type);

    // Half of a surrogate pair has no UTF-8 form, and no text holds one alone.
    private static string Whole(string part) => string.Concat(part.EnumerateRunes().Where(rune => rune != System.Text.Rune.ReplacementChar).Select(rune => rune.ToString()));

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
